import { ApiError, newId } from '@fuyao/shared';
import { Alert, App, Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Page, Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { regionLevel } from '../../shared/regions';
import { Loaded } from '../../shared/State';
import { isAsked, useAnswerYear, useDictionary, useRecord, useSaveDraft, useYearSheet, type Field, type RecordFacts, type RecordKind, type YearSheet } from '../records/api';
import { FieldInput } from '../records/FieldInput';
import { useSay } from '../records/say';
import '../records/records.css';

/** The yearly update of a village or township: last year's answer beside each field, one key to take it over, drafts by themselves. */
export function YearForm() {
  const { code = '', id = '', year = '' } = useParams();
  const kind: RecordKind = id ? 'organisation' : regionLevel(code.padEnd(12, '0')) === 'township' ? 'township' : 'village';
  const query = useYearSheet(kind, id || code, Number(year));
  return <Loaded query={query} rows={14}>{sheet => <Sheet key={`${sheet.key}/${sheet.year}/${sheet.version}`} sheet={sheet} kind={kind} />}</Loaded>;
}

const draftAfter = 1500;
const jump = 0.5;

function Sheet({ sheet, kind }: { sheet: YearSheet; kind: RecordKind }) {
  const { t, text } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const dictionary = useDictionary();
  const own = useRecord('organisation', kind === 'organisation' ? sheet.key : '').data?.facts['kind'];
  const [facts, setFacts] = useState<RecordFacts>(sheet.facts);
  const fields = dictionary.data?.fields.filter(field => field.yearly && field.kinds.includes(kind) && isAsked(field, own, facts)) ?? [];
  const [reason, setReason] = useState('');
  const [savedAt, setSavedAt] = useState(sheet.state === 'draft' ? sheet.saved_at : null);
  const [key, setKey] = useState(newId);
  const draft = useSaveDraft(kind, sheet.key, sheet.year);
  const answer = useAnswerYear(kind, sheet.key, sheet.year);
  const touched = useRef(false);
  const editable = can('record.change');
  const correcting = !!sheet.version;
  const back = kind === 'organisation' ? `/organisations/${sheet.key}` : `/villages/${sheet.key}`;
  const { mutate: keep } = draft;

  useEffect(() => {
    if (!touched.current || !editable) return;
    const timer = setTimeout(() => keep(facts, { onSuccess: answered => setSavedAt(answered.data.saved_at ?? null) }), draftAfter);
    return () => clearTimeout(timer);
  }, [facts, keep, editable]);

  const set = (id: string, value: RecordFacts[string] | undefined) => {
    touched.current = true;
    setKey(newId());
    setFacts(now => {
      const { [id]: _, ...rest } = now;
      return value === undefined ? rest : { ...rest, [id]: value };
    });
  };
  const takeAll = () => {
    touched.current = true;
    setFacts(now => ({ ...Object.fromEntries(Object.entries(sheet.before?.facts ?? {}).filter(([id]) => fields.some(field => field.id === id))), ...now }));
  };
  const missing = fields.filter(field => field.required && facts[field.id] === undefined).length;
  const done = fields.filter(field => facts[field.id] !== undefined).length;
  const hand = () => answer.mutate({ facts, version: sheet.version, idempotencyKey: key, ...(correcting ? { reason } : {}) }, {
    onSuccess: () => {
      void message.success(t('villages.handedIn', { name: sheet.name, year: sheet.year }));
      void navigate(back);
    },
  });

  return (
    <Page
      title={t('villages.yearSheet', { name: sheet.name, year: sheet.year })}
      about={<>{t('villages.filled', { done, all: fields.length })}{missing > 0 && ` · ${t('villages.missing', { n: missing })}`}{sheet.saved_by && sheet.state !== 'draft' && ` · ${t('records.answeredBy', { name: sheet.saved_by })} ${instant(sheet.saved_at)}`}</>}
      actions={<>{sheet.before && editable && <Button onClick={takeAll}>{t('villages.takeAll', { year: sheet.before.year })}</Button>}<Link className="button-link" to={back}>{t('villages.back')}</Link></>}
    >
      <ProblemSummary error={answer.error} title={t(answer.error instanceof ApiError && answer.error.status === 412 ? 'change.stale' : 'villages.notHandedIn')} />
      {!editable && <Alert type="info" showIcon className="gap-below" title={t('state.noPermission')} />}
      {sheet.villages && <p className="faint">{t('villages.sumsOf', { answered: sheet.villages.answered, total: sheet.villages.total })}</p>}
      {(dictionary.data?.sections ?? []).filter(section => fields.some(field => field.section === section.id)).map(section => (
        <Section key={section.id} title={text(section.label)}>
          <table className="grid year-sheet">
            <caption className="hidden-text">{text(section.label)}</caption>
            <thead><tr><th scope="col">{t('records.field')}</th><th scope="col">{sheet.year}</th><th scope="col">{sheet.before ? sheet.before.year : t('villages.lastYear')}</th><th scope="col">{t('villages.elsewhere')}</th></tr></thead>
            <tbody>
              {fields.filter(field => field.section === section.id).map(field => (
                <Row
                  key={field.id} field={field} sheet={sheet} facts={facts} set={value => set(field.id, value)} editable={editable}
                  error={fieldProblems(answer.error, `facts.${field.id}`).map(problem => text(problem.text)).join(' ') || check(field, facts, fields, t, text)}
                />
              ))}
            </tbody>
          </table>
        </Section>
      ))}
      {editable && (
        <div className="sticky-foot">
          <span className="faint" aria-live="polite">{draft.isPending ? t('villages.saving') : draft.isError ? t('villages.notSaved') : savedAt ? t('villages.draftSaved', { time: instant(savedAt) }) : ''}</span>
          {correcting && <Input style={{ maxWidth: 320 }} aria-label={t('records.reason')} placeholder={t('records.reason')} value={reason} onChange={event => setReason(event.target.value)} />}
          <Button type="primary" loading={answer.isPending} disabled={correcting && reason.trim().length < 2} onClick={hand}>{t(correcting ? 'villages.handInAgain' : 'villages.handIn')}</Button>
        </div>
      )}
    </Page>
  );
}

type T = ReturnType<typeof useT>['t'];
type Say = ReturnType<typeof useT>['text'];

/** What is wrong while typing; the server says the same and more when the sheet is handed in. */
function check(field: Field, facts: RecordFacts, fields: Field[], t: T, text: Say): string | undefined {
  const value = facts[field.id];
  if (value === undefined || value === null) return undefined;
  if (['integer', 'number', 'yuan'].includes(field.type)) {
    if (typeof value !== 'number') return t('records.needNumber');
    if (field.type === 'integer' && !Number.isInteger(value)) return t('records.needWhole');
    if (field.min !== null && field.min !== undefined && value < field.min) return t('records.atLeast', { n: field.min });
    const whole = field.at_most ? facts[field.at_most] : undefined;
    if (typeof whole === 'number' && value > whole) return t('records.moreThan', { name: text(fields.find(one => one.id === field.at_most)?.label), n: whole });
  }
  return undefined;
}

function Row({ field, sheet, facts, set, editable, error }: { field: Field; sheet: YearSheet; facts: RecordFacts; set: (value: RecordFacts[string] | undefined) => void; editable: boolean; error: string | undefined }) {
  const { t, text } = useT();
  const say = useSay();
  const value = facts[field.id];
  const before = sheet.before?.facts[field.id];
  const register = sheet.register[field.id];
  const sum = sheet.villages?.sums[field.id] as number | undefined;
  const far = typeof value === 'number' && typeof before === 'number' && before !== 0 && Math.abs(value - before) / Math.abs(before) > jump;
  const label = text(field.label);
  return (
    <tr>
      <th scope="row" title={field.source}><label htmlFor={`year-${field.id}`}>{label}{field.required && <span aria-hidden> *</span>}</label>{field.about && <div className="faint small">{text(field.about)}</div>}</th>
      <td>
        {editable ? <FieldInput id={`year-${field.id}`} field={field} value={value} onChange={set} error={error} /> : say(field, facts)}
        {far && !error && <p className="warn-text small">{t('villages.farFromLast')}</p>}
      </td>
      <td className="last">
        {say(field, sheet.before?.facts)}
        {editable && before !== undefined && before !== value && <Button size="small" type="link" onClick={() => set(before)}>{t('villages.same')}<span className="hidden-text"> {label}</span></Button>}
      </td>
      <td className="last">
        {register !== undefined && <>{t('villages.inRegister', { n: register })}{editable && register !== value && <Button size="small" type="link" onClick={() => set(register)}>{t('villages.take')}<span className="hidden-text"> {label}</span></Button>}</>}
        {sum !== undefined && <>{t('villages.sum', { n: sum })}{editable && sum !== value && <Button size="small" type="link" onClick={() => set(sum)}>{t('villages.take')}<span className="hidden-text"> {label}</span></Button>}</>}
      </td>
    </tr>
  );
}
