import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Input, Radio } from 'antd';
import { useT } from '../../framework/i18n';
import { at, sayField } from '../households/facts';
import type { FactValue, HouseholdRecord, PersonRecord } from '../households/types';
import type { EventRequest } from './api';
import { RelationsOf } from './fields';
import { Loans } from './Loans';

const shared = ['land.cultivated', 'land.forest', 'income.wage', 'income.business', 'income.property', 'income.transfer'] as const;

/** Two columns: who stays, who goes. A member is moved by the button on their card (mouse, Tab and Enter alike); land and income are split below. */
export function SplitBoard({ record, said, onChange }: { record: HouseholdRecord; said: EventRequest; onChange: (part: Partial<EventRequest>) => void }) {
  const i18n = useT();
  const { t } = i18n;
  const going = said.persons ?? [];
  const people = record.persons.filter(person => !person.facts['death']);
  const move = (id: string) => {
    const next = going.includes(id) ? going.filter(one => one !== id) : [...going, id];
    const oldHead = record.persons.find(person => person.is_head)?.id;
    const stays = people.filter(person => !next.includes(person.id));
    onChange({
      persons: next,
      head: said.head && next.includes(said.head) ? said.head : next[0],
      remaining_head: oldHead && next.includes(oldHead) ? (stays.find(person => person.id === said.remaining_head)?.id ?? stays[0]?.id) : undefined,
    });
  };
  const stay = people.filter(person => !going.includes(person.id));
  const leave = people.filter(person => going.includes(person.id));
  const amounts = shared.map(path => ({ path, whole: Number(at(record.facts, path) ?? 0) })).filter(one => one.whole > 0);
  const share = (path: string) => Number(at((said.shares ?? {}) as Record<string, FactValue>, path) ?? 0);
  const setShare = (path: string, value: number) => {
    const [group = '', name = ''] = path.split('.');
    const shares = (said.shares ?? {}) as Record<string, Record<string, number>>;
    onChange({ shares: { ...shares, [group]: { ...shares[group], [name]: value } } as never });
  };
  return (
    <>
      <div className="board">
        <Column title={t('split.stays', { n: stay.length })} people={stay} head={said.remaining_head ?? stay.find(person => person.is_head)?.id} fixedHead={stay.some(person => person.is_head)} onHead={id => onChange({ remaining_head: id })} onMove={move} to="right" />
        <Column title={t('split.goes', { n: leave.length })} people={leave} head={said.head ?? undefined} onHead={id => onChange({ head: id })} onMove={move} to="left" />
      </div>
      {leave.length > 0 && <RelationsOf record={record} only={leave.filter(person => person.id !== said.head).map(person => person.id)} value={said.relations ?? {}} onChange={relations => onChange({ relations })} />}
      {amounts.length > 0 && (
        <table className="grid shares">
          <caption>{t('split.shares')}</caption>
          <thead><tr><th scope="col">{t('split.what')}</th><th scope="col" className="number">{t('split.left')}</th><th scope="col">{t('split.taken')}</th></tr></thead>
          <tbody>
            {amounts.map(({ path, whole }) => (
              <tr key={path}>
                <th scope="row">{sayField(i18n, path)}</th>
                <td className="number">{round(whole - share(path))}</td>
                <td><Input type="number" min={0} max={whole} step="any" aria-label={`${sayField(i18n, path)} ${t('split.taken')}`} value={share(path) || ''} placeholder="0" status={share(path) > whole ? 'error' : ''} onChange={event => setShare(path, Number(event.target.value || 0))} style={{ width: 140 }} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {leave.length > 0 && <Loans value={said.shares?.loans ?? []} onChange={loans => onChange({ shares: { ...said.shares, loans } as never })} />}
      <label className="form-row" htmlFor="split-number">{t('split.number')}</label>
      <Input id="split-number" value={said.number ?? ''} maxLength={64} placeholder={`${record.number}-1`} onChange={event => onChange({ number: event.target.value || undefined })} />
    </>
  );
}

function Column({ title, people, head, fixedHead, onHead, onMove, to }: { title: string; people: PersonRecord[]; head?: string; fixedHead?: boolean; onHead: (id: string) => void; onMove: (id: string) => void; to: 'left' | 'right' }) {
  const { t, code } = useT();
  return (
    <section className="board-column" aria-label={title}>
      <h3>{title}</h3>
      {people.length === 0 && <p className="faint">{t('split.nobody')}</p>}
      <ul>
        {people.map(person => (
          <li key={person.id}>
            <span><strong>{person.name}</strong> <span className="faint">{code('relation', (person.facts['relation'] as string) ?? '99')} · {t('member.age', { n: person.age })}</span></span>
            <Radio checked={person.id === head} disabled={fixedHead && !person.is_head} onChange={() => onHead(person.id)}>{t('split.head')}</Radio>
            <Button size="small" icon={to === 'right' ? <RightOutlined /> : <LeftOutlined />} iconPlacement={to === 'right' ? 'end' : 'start'} aria-label={t(to === 'right' ? 'split.toNew' : 'split.back', { name: person.name ?? '' })} onClick={() => onMove(person.id)}>
              {t(to === 'right' ? 'split.go' : 'split.stay')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
