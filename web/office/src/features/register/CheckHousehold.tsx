import { ApiError, newId } from '@fuyao/shared';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App } from 'antd';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useChange, useHousehold } from '../households/api';
import { toRequest } from '../households/editing';
import type { FactMap, HouseholdRecord } from '../households/types';
import { differences, filled, formOf } from './model';
import { emptyState, rebased, RegisterForm, type FormState } from './RegisterForm';
import { ReviewStep } from './ReviewStep';
import { CheckingContext } from './sections';
import { checkSections, steps } from './steps';
import { useFormState } from './useFormState';
import { localCopy, localIds, useDraft, useDrafts, type DraftView } from './useDraft';

const kind = 'household.check';
const householdFacts = new Set(['status', 'category', 'causes', 'hardship', 'monitoring', 'exited_on', 'housing', 'water_safe', 'electricity', 'toilet_sanitary', 'broadband', 'land', 'assets', 'income', 'group', 'phone', 'bank_account', 'registered_on', 'relocation']);

/** 入户核查: what is recorded, section by section; one key where it is still so, fields only where it differs, one change in the end. */
export function CheckHousehold() {
  const { id = '' } = useParams();
  const record = useHousehold(id);
  const drafts = useDrafts(kind);
  return <Loaded query={record}>{found => <Loaded query={drafts}>{kept => <Editing key={id} record={found} found={kept.find(draft => draft.subject === id)} />}</Loaded>}</Loaded>;
}

function Editing({ record, found }: { record: HouseholdRecord; found: DraftView | undefined }) {
  const { t } = useT();
  const user = useUser();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [start] = useState(() => {
    const current = formOf(record);
    const unsent = found ? found.id : localIds(user.id).find(id => localCopy<FormState & { household?: string }>(user.id, id)?.content.household === record.id);
    const local = unsent ? localCopy<FormState>(user.id, unsent) : null;
    const kept = local?.content ?? (found?.content as unknown as FormState | undefined);
    return {
      id: unsent ?? newId(), revision: local?.revision ?? found?.revision ?? 0, resumed: kept ? (found?.saved_at ?? null) : undefined,
      state: kept ? rebased(kept, current) : emptyState(current, current, t('form.reason.check'), newId()),
    };
  });
  const draft = useDraft<FormState & { household: string }>(start.id, kind, record.id, start.revision);
  const { keep } = draft;
  const { state, setState, update } = useFormState(start.state, false, useCallback((now: FormState) => keep({ ...now, household: record.id }), [keep, record.id]));

  // Others changed the household meanwhile: what was typed stands on top of what is known now.
  const [seen, setSeen] = useState(record);
  if (seen !== record) {
    setSeen(record);
    setState(rebased(state, formOf(record)));
  }
  const { changed, joined } = differences(state.before!, filled(state.form));

  const change = useChange(record.id);
  const save = useMutation({
    mutationFn: () => {
      const { changes, clear } = toRequest(changed);
      const persons = [...((changes?.['persons'] ?? []) as FactMap[]), ...joined];
      const checked = checkSections.filter(section => state.confirmed.includes(section) || state.opened.includes(section));
      return change.mutateAsync({
        version: record.version, key: state.key,
        change: { valid_from: state.validFrom, reason: state.reason.trim(), checked: [...checked], ...(changes || persons.length > 0 ? { changes: { ...changes, ...(persons.length > 0 ? { persons } : {}) } } : {}), ...(clear ? { clear } : {}) },
      });
    },
    onSuccess: async () => {
      await draft.drop();
      void message.success(t('form.checkSaved'));
      void navigate(`/households/${record.id}`);
    },
    onError: error => {
      if (error instanceof ApiError && error.status === 412) void queries.invalidateQueries({ queryKey: ['household', record.id] });
    },
  });
  const checking = useMemo(() => ({
    confirmed: state.confirmed, opened: state.opened,
    confirm: (section: string) => update(now => ({ ...now, confirmed: Array.from(new Set([...now.confirmed, section])), opened: now.opened.filter(one => one !== section) })),
    open: (section: string) => update(now => ({ ...now, opened: Array.from(new Set([...now.opened, section])) })),
  }), [state.confirmed, state.opened, update]);
  const jump = (step: number, path: string) => {
    const section = checkSections.find(one => one === (step === 0 ? (path.startsWith('persons') ? 'members' : 'place') : path.startsWith('income') ? 'income' : /^(land|assets)/.test(path) ? 'land' : /^(housing|water|electricity|toilet|broadband)/.test(path) ? 'housing' : 'status'))!;
    flushSync(() => update(now => ({ ...now, step, opened: Array.from(new Set([...now.opened, section])), seen: [...now.seen, path] })));
    const field = document.getElementById(`f-${path}`);
    (field?.matches('fieldset') ? field.querySelector<HTMLElement>('input') : field)?.focus();
  };
  // Sent here for one fact that is missing: the form opens at it.
  const [params] = useSearchParams();
  const asked = params.get('field');
  useEffect(() => {
    if (!asked) return undefined;
    const own = asked.replace(/^household\./, '');
    const ofHousehold = asked.startsWith('household.') || asked.startsWith('persons[') || householdFacts.has(own.split('.')[0]!);
    // Of a member who is named, else of the first about whom it is not known.
    const member = state.form.persons.findIndex(person => (params.get('person') ? person['id'] === params.get('person') : person[own.split('.')[0]!] === undefined));
    const path = ofHousehold ? own : `persons[${Math.max(0, member)}].${own}`;
    const timer = setTimeout(() => jump(path.startsWith('persons') ? 0 : 1, path), 0);
    return () => clearTimeout(timer);
    // Once, when the form opens.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const discard = () => modal.confirm({
    title: t('form.discard.sure'), okText: t('form.discard'), cancelText: t('form.discard.keep'),
    onOk: async () => {
      await draft.drop();
      void navigate(`/households/${record.id}`);
    },
  });
  const n = changed.length + joined.length;
  const left = checkSections.filter(section => !state.confirmed.includes(section) && !state.opened.includes(section)).length;
  return (
    <CheckingContext value={checking}>
      <RegisterForm
        title={t('form.check', { name: record.head_name ?? '' })}
        about={<><span className="number">{record.number}</span> · {[record.region.township, record.region.name].filter(Boolean).join(' ')} · <Link to={`/households/${record.id}`}>{t('form.toPage')}</Link></>}
        state={state}
        update={update}
        household={record.id}
        steps={[...steps, {
          title: 'form.step.review',
          content: () => <ReviewStep reason={state.reason} setReason={reason => update(now => ({ ...now, reason }))} date={state.validFrom} setDate={validFrom => update(now => ({ ...now, validFrom }))} go={jump} />,
        }]}
        draft={draft as never}
        reload={async () => setState(rebased(await draft.yieldTo(), formOf(record)))}
        top={
          <>
            {start.resumed !== undefined && <Alert type="info" showIcon closable className="gap-below" title={t('form.resumed', { time: start.resumed ? instant(start.resumed) : '' })} />}
            {save.error instanceof ApiError && save.error.status === 412
              ? <Alert type="warning" showIcon className="gap-below" title={t('change.stale')} description={t('form.stale.hint')} />
              : <ProblemSummary error={save.error} title={t('change.refused')} />}
            {state.step === 2 && left > 0 && <Alert type="info" showIcon className="gap-below" title={t('form.left', { n: left })} />}
          </>
        }
        save={() => save.mutate()}
        saving={save.isPending}
        saveLabel={n > 0 ? t('form.saveCheck', { n }) : t('form.saveSame')}
        discard={discard}
      />
    </CheckingContext>
  );
}
