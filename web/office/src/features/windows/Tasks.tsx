import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { count, day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import { Next, windowTone } from './WindowsPage';

/** On the first page: payments that are due or late, orders that wait for a decision, questions for people. Nothing when nothing waits. */
export function Tasks() {
  const { t, text } = useT();
  const tasks = useQuery({ queryKey: ['home', 'tasks'], queryFn: () => read('/api/benefit-tasks') }).data;
  if (!tasks || (tasks.windows.length === 0 && !tasks.to_approve && !tasks.questions)) return null;
  return (
    <Section title={t('windows.tasks')} extra={<Link to="/payment-windows">{t('windows.title')}</Link>}>
      <ul className="plain">
        {!!tasks.to_approve && <li><Badge tone="warn">{count(tasks.to_approve)}</Badge> <Link to="/orders?state=proposed">{t('windows.toApprove')}</Link></li>}
        {!!tasks.questions && <li><Badge tone="info">{count(tasks.questions)}</Badge> <Link to="/questions">{t('windows.questions')}</Link></li>}
        {tasks.windows.map(item => (
          <li key={`${item.pack}/${item.due}/${item.month}/${item.stated}`}><Badge tone={windowTone(item.state)}>{t(`windows.state.${item.state as 'done'}`)} {day(item.due)}</Badge> {text(item.pack_title)} · <Next item={item} /></li>
        ))}
      </ul>
    </Section>
  );
}
