import { Modal } from 'antd';
import { Link } from 'react-router';
import { doors } from '../features/doors/doors';
import { useT, type Key } from '../framework/i18n';
import { useCan } from '../framework/session';

/** Where a key works, and what it does there. */
const keys: { where: Key; lines: [string, Key][] }[] = [
  { where: 'help.everywhere', lines: [['Ctrl+K · /', 'help.search'], ['?', 'help.open'], ['Esc', 'help.escape'], ['Tab · Shift+Tab', 'help.tab']] },
  { where: 'help.lists', lines: [['↓ ↑ · j k', 'help.rows'], ['Enter', 'help.row'], ['x · Shift+x', 'help.select'], ['Home · End', 'help.ends']] },
  { where: 'help.household', lines: [['[ · ]', 'help.neighbours']] },
  { where: 'help.form', lines: [['Enter', 'help.field'], ['Ctrl+Enter', 'help.next'], ['Alt+1–3', 'help.steps'], ['Alt+N', 'help.member']] },
];

/** What is asked for most, each with the page where it is done. */
const tasks: { to: string; text: Key; permission: string }[] = [
  { to: '/households', text: 'help.do.find', permission: 'household.view' },
  { to: '/households/new', text: 'help.do.register', permission: 'household.change' },
  { to: '/imports?new=1', text: 'help.do.import', permission: 'import.run' },
  { to: '/events', text: 'help.do.event', permission: 'household.change' },
  { to: '/villages', text: 'help.do.year', permission: 'record.change' },
  { to: '/documents', text: 'help.do.print', permission: 'household.export' },
  { to: '/balance', text: 'help.do.balance', permission: 'household.view' },
  { to: '/runs', text: 'help.do.why', permission: 'run.view' },
  { to: '/audit', text: 'help.do.audit', permission: 'audit.view' },
  { to: '/users', text: 'help.do.users', permission: 'user.manage' },
  { to: '/account', text: 'help.do.lend', permission: 'role.lend' },
];

export function Help({ close }: { close: () => void }) {
  const { t } = useT();
  const can = useCan();
  return (
    <Modal open onCancel={close} footer={null} width={760} title={t('help.title')} closable={{ 'aria-label': t('action.close') }}>
      <h3>{t('help.do')}</h3>
      <ul className="plain help-tasks">{tasks.filter(task => can(task.permission)).map(task => <li key={task.to}><Link to={task.to} onClick={close}>{t(task.text)}</Link></li>)}</ul>
      <p className="faint">{doors.map(door => t(door.about)).join(' · ')}</p>
      <h3>{t('help.keys')}</h3>
      <div className="help-keys">
        {keys.map(group => (
          <section key={group.where} aria-label={t(group.where)}>
            <h4>{t(group.where)}</h4>
            <dl>{group.lines.map(([key, text]) => <div key={key}><dt>{key.split(' · ').map(one => <kbd key={one}>{one}</kbd>)}</dt><dd>{t(text)}</dd></div>)}</dl>
          </section>
        ))}
      </div>
      <p className="faint">{t('help.more')}</p>
    </Modal>
  );
}
