import { CheckOutlined, EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { createContext, use, type ReactNode } from 'react';
import { useT } from '../../framework/i18n';
import { Section } from '../../shared/Page';
import { sayFact, sayField } from '../households/facts';
import type { FactMap } from '../households/types';
import { useForm } from './FormContext';
import { valueAt } from './model';

export const AddMember = createContext<() => void>(() => undefined);

interface Checking {
  confirmed: string[];
  opened: string[];
  confirm: (section: string) => void;
  open: (section: string) => void;
}

/** Null while a new household is registered: then every section is simply filled in. */
export const CheckingContext = createContext<Checking | null>(null);

const titles = { place: 'form.place', members: 'form.members', status: 'form.status', housing: 'form.housing', land: 'form.land', income: 'form.income' } as const;

/** One part of the form. In a check it first shows what is recorded; one key says that it is still so. */
export function FormSection({ id, paths, summary, children }: { id: keyof typeof titles; paths?: string[]; summary?: ReactNode; children: ReactNode }) {
  const { t } = useT();
  const title = titles[id];
  const checking = use(CheckingContext);
  if (!checking) return <Section title={t(title)}>{children}</Section>;
  const confirmed = checking.confirmed.includes(id);
  const opened = checking.opened.includes(id);
  return (
    <Section
      title={t(title)}
      extra={
        <span className="f-check">
          {confirmed && !opened && <span className="f-confirmed"><CheckOutlined aria-hidden /> {t('form.confirmed')}</span>}
          <Button size="middle" type={confirmed || opened ? 'default' : 'primary'} data-start={confirmed || opened ? undefined : ''} data-confirm icon={<CheckOutlined />} onClick={event => {
            checking.confirm(id);
            const all = Array.from(event.currentTarget.closest('form')?.parentElement?.querySelectorAll<HTMLElement>('[data-confirm], .f-foot .ant-btn-primary') ?? []);
            all[all.indexOf(event.currentTarget) + 1]?.focus();
          }}>{t('form.unchanged')}<span className="hidden-text"> {t(title)}</span></Button>
          {!opened && <Button icon={<EditOutlined />} onClick={() => checking.open(id)}>{t('form.differs')}<span className="hidden-text"> {t(title)}</span></Button>}
        </span>
      }
    >
      {opened ? children : (summary ?? <Recorded paths={paths ?? []} />)}
    </Section>
  );
}

function Recorded({ paths }: { paths: string[] }) {
  const i18n = useT();
  const { form } = useForm();
  const shown = paths.map(path => ({ path, value: sayFact(i18n, path, valueAt(form, path)) })).filter(one => one.value);
  if (shown.length === 0) return <p className="faint">{i18n.t('value.unknown')}</p>;
  return <dl className="facts">{shown.map(one => <div key={one.path}><dt>{sayField(i18n, one.path)}</dt><dd>{one.value}</dd></div>)}</dl>;
}

export function MembersRecorded() {
  const i18n = useT();
  const { form } = useForm();
  const months = (person: FactMap) => {
    const n = Number(valueAt({ persons: [person] } as never, 'persons[0].employment.months') ?? 0);
    return n > 0 ? i18n.t('form.months', { n }) : '';
  };
  const say = (person: FactMap, path: string) => sayFact(i18n, path, valueAt({ persons: [person] } as never, `persons[0].${path}`));
  return (
    <ul className="f-people">
      {form.persons.map(person => (
        <li key={String(person['id'])}>
          <strong>{String(person['name'] ?? '')}</strong> {['relation', 'sex', 'birth', 'health', 'labour', 'school.stage', 'attainment', 'employment.place'].map(path => say(person, path)).concat(months(person)).filter(Boolean).join(' · ')}
        </li>
      ))}
    </ul>
  );
}
