import { Drawer } from 'antd';
import { instant, money } from '../framework/format';
import { useT } from '../framework/i18n';
import { Badge } from './Page';
import type { Because, Parameter, PolicyResult, Quote, Rule as PolicyRule } from './policy';
import { useNarrow } from './narrow';
import { sayCell, sayInput, sayRule, sayValue } from './rule';
import { sayActor } from './actor';

interface Pack {
  policies: (PolicyRule & { id: string })[];
  parameters: Parameter[];
}

/** “Why this amount?”: the plan's sentence, the rule, the facts it read, the row that matched, who pays, what is missing. */
export function WhyDrawer({ result, pack, close }: { result: PolicyResult | null; pack?: Pack; close: () => void }) {
  const { t, text } = useT();
  const narrow = useNarrow();
  return (
    <Drawer open={!!result} onClose={close} size={narrow ? '100%' : 520} title={result ? text(result.title) || result.policy : ''} closable={{ 'aria-label': t('action.close') }}>
      {result && <Why result={result} pack={pack} />}
    </Drawer>
  );
}

export const statusTone = (status: string | undefined) => (({ awarded: 'good', undetermined: 'warn', manual: 'info', excluded: 'warn' }) as const)[status ?? ''] ?? 'plain';

export function Why({ result, pack }: { result: PolicyResult; pack?: Pack }) {
  const rule = pack?.policies.find(policy => policy.id === result.policy);
  const named = pack?.parameters;
  const i18n = useT();
  const { t, code } = i18n;
  const facts = (result.because ?? []).filter(step => step.expression);
  const rows = (result.because ?? []).filter(step => step.table);
  const parameters = (result.because ?? []).flatMap(step => (step.parameter?.source && step.parameter.source.quote !== result.source?.quote ? [step.parameter] : []));
  return (
    <div className="why">
      <p className="why-answer">
        <Badge tone={statusTone(result.status)}>{code('result_status', result.status)}</Badge>
        {result.amount && <strong className="why-amount">¥ {money(result.amount)}</strong>}
        {result.amount && <span>{code('unit', result.unit)}</span>}
        {result.subject_name && <span>· {result.subject_name}</span>}
      </p>
      {result.says && <p className="why-says">{i18n.text(result.says)}</p>}
      <Quotation source={result.source} />
      {(rule?.readings ?? []).map(reading => <p key={reading.zh} className="warn-text">{i18n.text(reading)}</p>)}
      {(result.needs?.length ?? 0) > 0 && (
        <Block title={t('why.needs')}>
          <ul className="plain">{result.needs!.map(need => <li key={need}>{sayInput(i18n, need)}</li>)}</ul>
          <p className="faint">{t('why.needs.hint')}</p>
        </Block>
      )}
      {result.by && <Block title={t('why.excluded')}><p>{t('why.excluded.by', { policy: result.by })}</p></Block>}
      {rule?.eligible && <Block title={t('why.rule')}><Rule text={rule.eligible} /></Block>}
      {facts.length > 0 && <Block title={t('why.facts')}><Steps steps={facts} named={named} /></Block>}
      {parameters.map(parameter => <Quotation key={parameter.id} source={parameter.source} />)}
      {rows.map(row => (
        <Block key={`${row.table}-${row.row}`} title={t('why.row', { n: row.row ?? 0 })}>
          {rule?.table ? <MatchedTable table={rule.table} row={row.row ?? 0} named={named} /> : <p>{t('why.row.plain', { table: code('table', row.table), n: row.row ?? 0 })}</p>}
        </Block>
      ))}
      {(result.would_change?.length ?? 0) > 0 && (
        <Block title={t('why.change')}>
          <ul className="plain">{result.would_change!.map(one => <li key={`${one.input}/${String(one.to)}`}>{i18n.text(one.message)}</li>)}</ul>
        </Block>
      )}
      {(result.funding?.length ?? 0) > 0 && (
        <Block title={t('why.funding')}>
          <table className="grid">
            <tbody>{result.funding!.map(part => <tr key={part.source}><th scope="row">{code('funding', part.source)}</th><td className="number">{money(part.amount)}</td></tr>)}</tbody>
          </table>
        </Block>
      )}
    </div>
  );
}

function Block({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="why-block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export function Quotation({ source }: { source?: Quote | null }) {
  const { t } = useT();
  if (!source?.quote) return null;
  return (
    <figure className="quote">
      <blockquote lang="zh-CN">{source.quote}</blockquote>
      <figcaption>{t('why.source', { plan: source.plan ?? '', file: source.file ?? '' })}</figcaption>
    </figure>
  );
}

/** The condition in words; its exact text for whoever maintains the pack. */
export function Rule({ text }: { text: string }) {
  const i18n = useT();
  return (
    <>
      <p className="rule">{sayRule(i18n, text)}</p>
      <details className="faint">
        <summary>{i18n.t('why.rule.exact')}</summary>
        <code className="rule">{text}</code>
      </details>
    </>
  );
}

function Steps({ steps, named }: { steps: Because[]; named?: Parameter[] }) {
  const i18n = useT();
  return (
    <table className="grid">
      <tbody>
        {steps.map((step, index) => (
          // The same expression may be read twice.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <th scope="row">{i18n.text(named?.find(one => one.id === step.expression)?.title ?? step.policy_title) || sayInput(i18n, step.expression ?? '')}</th>
            <td>
              {step.unknown ? i18n.t('value.unknown') : sayValue(i18n, step.expression ?? '', step.value)}
              {step.policy && <p className="why-from">{i18n.t('why.from.policy', { policy: step.policy })}</p>}
              {step.parameter?.from && <p className="why-from">{i18n.t('why.from.parameter', { date: step.parameter.from })}</p>}
              {(step.origins ?? []).map(origin => <Origin key={origin.change} origin={origin} />)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who recorded a fact, when, how and why. */
function Origin({ origin }: { origin: NonNullable<Because['origins']>[number] }) {
  const i18n = useT();
  const facts = origin.facts.map(path => sayInput(i18n, path)).join('、');
  return (
    <p className="why-from">
      {i18n.t('why.from', { facts, actor: sayActor(i18n.t, origin.actor), at: instant(origin.at), channel: i18n.code('channel', origin.channel), reason: origin.reason })}
      {origin.source && `(${origin.source})`}
    </p>
  );
}

/** A policy's table; `row` (from 1) is the one that matched, 0 for none. */
export function MatchedTable({ table, row, named }: { table: NonNullable<PolicyRule['table']>; row: number; named?: Parameter[] }) {
  const i18n = useT();
  const { t, code } = i18n;
  return (
    <table className="grid">
      <thead>
        <tr>
          {table.inputs.map(input => <th key={input} scope="col">{sayInput(i18n, input)}</th>)}
          <th scope="col">{code('table', table.name)}</th>
        </tr>
      </thead>
      <tbody>
        {table.rows.map((line, index) => (
          // Rows are known by their place.
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index} className={index + 1 === row ? 'matched' : ''} aria-current={index + 1 === row || undefined}>
            {line.conditions.map((cell, at) => <td key={table.inputs[at]}>{sayCell(i18n, table.inputs[at] ?? '', cell)}</td>)}
            <td>{named?.find(one => one.id === line.output)?.value ?? line.output}{index + 1 === row && <span className="matched-mark"> ← {t('why.matched')}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
