import { Alert, Button, Checkbox, Modal, Select } from 'antd';
import { useEffect, useState } from 'react';
import { count, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ProblemSummary } from '../../shared/Problems';
import { Empty } from '../../shared/State';
import { AnswerTable } from './AnswerTable';
import { useAnswerFile, type AnswerPreview, type Mapping } from './api';
import '../imports/imports.css';

const leave = '';

/** What a file of the bank would do, before anything is written; what its columns mean is asked where nobody knows. */
export function AnswerDialog({ order, file, close }: { order: string; file: File; close: () => void }) {
  const { t, code } = useT();
  const { preview, apply } = useAnswerFile(order, file);
  const [mapping, setMapping] = useState<Mapping | undefined>();
  const [rest, setRest] = useState(false);
  const found = preview.data;
  const look = preview.mutate;
  useEffect(() => look({ mapping: undefined, rest: false }), [look]);
  const again = (next: Mapping | undefined, restPaid: boolean) => {
    setMapping(next);
    setRest(restPaid);
    look({ mapping: next, rest: restPaid });
  };
  const ready = found && found.missing.length === 0 && found.changes > 0 && !preview.isPending;
  return (
    <Modal open width={1080} title={t('answer.title', { name: file.name })} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={preview.error ?? apply.error} />
      {found && (
        <>
          {found.missing.length > 0 && <Alert type="warning" showIcon className="gap-below" title={t('answer.missing', { names: found.missing.join('、') })} />}
          <dl className="figures gap-below">
            {found.counts.map(one => <div key={one.verdict} className="figure"><dt>{code('answer_verdict', one.verdict)}</dt><dd><span className="figure-value">{count(one.rows)}</span><span className="figure-hint">{money(one.amount)}</span></dd></div>)}
            <div className="figure"><dt>{t('answer.rest')}</dt><dd><span className="figure-value">{count(found.rest)}</span><span className="figure-hint">{money(found.rest_amount)}</span></dd></div>
          </dl>
          <details open={found.missing.length > 0 || found.not_understood.length > 0}>
            <summary>{t('answer.columns')}</summary>
            <Columns found={found} say={next => again(next, rest)} />
          </details>
          {found.rest > 0 && <p><Checkbox checked={rest} onChange={event => again(mapping, event.target.checked)}>{t('answer.restPaid', { n: found.rest })}</Checkbox></p>}
          {found.items.length > 0 ? <AnswerTable items={found.items} /> : <Empty title={t('answer.noRows')} />}
          {found.rows > found.items.length && <p className="faint">{t('answer.shown', { n: found.items.length })}</p>}
          <span className="row-actions gap-above">
            <Button type="primary" disabled={!ready} loading={apply.isPending} onClick={() => apply.mutate({ mapping, rest, seen: found.seen }, { onSuccess: close, onError: () => look({ mapping, rest }) })}>{t('answer.apply', { n: found.changes })}</Button>
            <Button onClick={close}>{t('action.close')}</Button>
            {found.changes === 0 && found.missing.length === 0 && <span className="faint">{t('answer.nothing')}</span>}
          </span>
        </>
      )}
    </Modal>
  );
}

function Columns({ found, say }: { found: AnswerPreview; say: (mapping: Mapping) => void }) {
  const { t, text, code } = useT();
  const columns = found.mapping.columns ?? [];
  const field = (header: string) => columns.find(column => column.header === header);
  const set = (header: string, part: Partial<NonNullable<Mapping['columns']>[number]>) =>
    say({ ...found.mapping, columns: columns.map(column => (column.header === header ? { ...column, ...part } : column.field && column.field === part.field ? { ...column, field: null } : column)) });
  const result = columns.find(column => column.field === '处理结果'); // as the table of answers names it
  return (
    <div className="mapping-scroll">
      <table className="grid mapping-table">
        <thead><tr><th scope="col">{t('imports.map.column')}</th><th scope="col">{t('imports.map.field')}</th><th scope="col">{t('imports.map.samples')}</th></tr></thead>
        <tbody>
          {found.columns.map(column => (
            <tr key={`${column.sheet}/${column.index}`}>
              <th scope="row">{column.header}<div className="faint">{code('mapped_by', column.by)}</div></th>
              <td>
                <Select
                  style={{ width: 200 }} aria-label={t('imports.map.fieldOf', { column: column.header })} value={field(column.header)?.field ?? leave}
                  options={[{ value: leave, label: t('imports.map.leave') }, ...found.fields.map(one => ({ value: one.header, label: one.header, title: text(one.meaning) }))]}
                  onChange={next => set(column.header, { field: next === leave ? null : next, codes: null })}
                />
              </td>
              <td>{column.samples.join('、')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {result && found.not_understood.map(words => (
        <p key={words} className="filters">
          <code>{words}</code> →
          <Select size="small" style={{ width: 140 }} aria-label={words} placeholder={t('imports.map.codes.choose')} value={result.codes?.[words] ?? null} options={found.codes.map(one => ({ value: one, label: one }))} onChange={(one: string | null) => one && set(result.header, { codes: { ...result.codes, [words]: one } })} />
        </p>
      ))}
    </div>
  );
}
