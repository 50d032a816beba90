import { Button } from 'antd';
import { useT } from '../../framework/i18n';
import { Badge, Facts, Section } from '../../shared/Page';
import type { StudioParameter, StudioPolicy, StudioTable, StudioText } from './api';
import { useStudioContext } from './context';
import { EditText, Fault } from './EditText';
import { Own } from './Own';
import { Sentence, numbersOf, textsOf } from './Sentence';
import { Terms } from './Terms';

/** One policy: the plan's sentence, for whom, the condition, the amount or table, who pays. */
export function PolicyCard({ policy, policies, parameters }: { policy: StudioPolicy; policies: StudioPolicy[]; parameters: StudioParameter[] }) {
  const { t, text, code } = useT();
  const { report } = useStudioContext();
  const said = (what: string) => `${text(policy.title)} ${what}`;
  const read = parameters.filter(parameter => textsOf(policy).some(one => one.includes(parameter.id)));
  const notes = report.findings.filter(one => one.file === policy.place.file && !(one.path?.length));
  const titles = (ids: string[]) => ids.map(id => text(policies.find(one => one.id === id)?.title) || id).join('、');
  const several = policy.parts.length > 1;
  return (
    <Section
      id={`policy-${policy.id}`}
      title={text(policy.title)}
      extra={<span>{policy.place.pack !== undefined && !policy.place.file && <Badge>{t('studio.inherited', { pack: policy.place.pack })}</Badge>} <Badge>{code('kind', policy.kind)}</Badge></span>}
    >
      <div className="row-actions studio-own"><Titles place={policy.place} title={policy.title} /><Own kind="policy" id={policy.id} name={text(policy.title)} place={policy.place} /></div>
      {policy.overrides && <p className="faint">{t('studio.what.overrides')}:{policy.overrides}</p>}
      <Sentence source={policy.source} place={policy.place} numbers={numbersOf(policy, read)} />
      {policy.readings.map(reading => <p key={reading.zh} className="warn-text">{text(reading)}</p>)}
      <Facts
        items={[
          { label: t('packs.subject'), value: code('subject', policy.subject) },
          { label: t('packs.unit'), value: code('unit', policy.unit) },
          { label: t('packs.payee'), value: code('subject', policy.payee) },
          { label: t('studio.what.funding'), value: funding(policy.funding, code) },
          ...(policy.after.length > 0 ? [{ label: t('studio.after'), value: titles(policy.after) }] : []),
          ...(policy.excludes.length > 0 ? [{ label: t('studio.excludes'), value: titles(policy.excludes) }] : []),
          ...(policy.departments.length > 0 ? [{ label: t('studio.departments'), value: policy.departments.join('、') }] : []),
        ]}
      />
      <Terms policy={policy} />
      <h3>{t('why.rule')}</h3>
      <div className="rule"><EditText value={policy.eligible} label={said(t('why.rule'))} of={policy.subject} /></div>
      {policy.manual && <><h3>{t('studio.manual')}</h3><div className="rule"><EditText value={policy.manual} label={said(t('studio.manual'))} of={policy.subject} /></div></>}
      {policy.parts.map((part, index) => (
        // Parts are known by their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Amount key={index} heading={several ? t('studio.part', { n: index + 1, kind: code('kind', part.kind), payee: code('subject', part.payee), funding: funding(part.funding, code) }) : t('studio.what.amount')} amount={part.amount} of={policy.subject} said={said(t('studio.what.amount'))} />
      ))}
      {policy.value && <Amount heading={t('studio.class')} amount={policy.value} of={policy.subject} said={said(t('studio.class'))} />}
      {notes.map(one => <Fault key={`${one.code}/${one.line}`} finding={one} />)}
    </Section>
  );
}

const funding = (shares: { source: string; share: number }[], code: (system: string, value: string) => string) =>
  shares.map(one => (shares.length > 1 ? `${code('funding', one.source)} ${one.share}` : code('funding', one.source))).join('、');

/** Names in both languages, where they can be changed. */
export function Titles({ place, title }: { place: { file?: string | null; path: string[] }; title: { zh: string; en: string } }) {
  const { t } = useT();
  const { edit } = useStudioContext();
  if (!edit || !place.file) return null;
  const one = (language: 'zh' | 'en') => <EditText value={{ text: title[language], file: place.file!, path: [...place.path, 'title', language] }} label={t('studio.title', { language })} plain />;
  return <p className="studio-titles"><span className="faint">{t('studio.name')}</span> {one('zh')} {one('en')}</p>;
}

function Amount({ heading, amount, of, said }: { heading: string; amount: { expression?: StudioText | null; table?: StudioTable | null }; of: string; said: string }) {
  return (
    <>
      <h3>{heading}</h3>
      {amount.expression && <div className="rule"><EditText value={amount.expression} label={said} of={of} /></div>}
      {amount.table && <Table table={amount.table} of={of} said={said} />}
    </>
  );
}

function Table({ table, of, said }: { table: StudioTable; of: string; said: string }) {
  const { t, code } = useT();
  const { edit, report } = useStudioContext();
  const place = table.place;
  const about = report.findings.filter(one => one.file === place.file && one.path && place.file && one.path.length <= place.path.length + 2 && place.path.every((step, at) => one.path![at] === step) && one.path.length > 0 && !hasText(table, one.path));
  const change = (what: string, edits: Parameters<NonNullable<typeof edit>['save']>[0]) => void edit?.save(edits, `${said}: ${what}`);
  return (
    <>
      <table className="grid studio-table">
        <caption className="faint">{t('studio.hit', { hit: code('hit', table.hit) })}</caption>
        <thead>
          <tr>
            <th scope="col" className="studio-number">#</th>
            {table.inputs.map(input => <th key={input.text} scope="col"><EditText value={input} label={`${said} ${t('studio.input')}`} of={of} /></th>)}
            <th scope="col">{code('table', table.name)}</th>
            {edit && place.file && <th scope="col"><span className="hidden-text">{t('studio.row.do')}</span></th>}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={row.place.line}>
              <td className="studio-number faint">{index + 1}</td>
              {row.conditions.map((cell, at) => <td key={table.inputs[at]?.text}><EditText value={cell} label={t('studio.cell', { what: said, row: index + 1, column: at + 1 })} of={of} tested={table.inputs[at]?.text} /></td>)}
              <td><EditText value={row.output} label={t('studio.result', { what: said, row: index + 1 })} of={of} /></td>
              {edit && place.file && (
                <td className="studio-row-do">
                  <Button size="small" type="text" aria-label={t('studio.row.copy', { row: index + 1 })} title={t('studio.row.copy', { row: index + 1 })} onClick={() => change(t('studio.row.copy', { row: index + 1 }), [{ file: place.file!, do: 'insert', path: [...place.path, 'rows'], at: index + 1, cells: [...row.conditions.map(cell => cell.text), row.output.text] }])}>＋</Button>
                  <Button size="small" type="text" disabled={table.rows.length === 1} aria-label={t('studio.row.remove', { row: index + 1 })} title={t('studio.row.remove', { row: index + 1 })} onClick={() => change(t('studio.row.remove', { row: index + 1 }), [{ file: place.file!, do: 'remove', path: row.place.path }])}>✕</Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {about.map(one => <Fault key={`${one.code}/${one.line}/${one.message.en}`} finding={one} />)}
    </>
  );
}

// Findings of a text are shown in its cell; those of a row or the whole table below it.
const hasText = (table: StudioTable, path: string[]) =>
  [...table.inputs, ...table.rows.flatMap(row => [...row.conditions, row.output])].some(one => one.path.length === path.length && one.path.every((step, at) => path[at] === step));
