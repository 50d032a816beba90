import { newId } from '@fuyao/shared';
import { write } from '@fuyao/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { ProblemSummary } from '../../shared/Problems';
import { regionLevel } from '../../shared/regions';
import { Loaded } from '../../shared/State';
import { emptyForm, filled, isBlank, type Form } from './model';
import { emptyState, RegisterForm, type FormState } from './RegisterForm';
import { ReviewStep } from './ReviewStep';
import { steps } from './steps';
import { useFormState } from './useFormState';
import { localCopy, useDraft, useDrafts, type DraftView } from './useDraft';

const kind = 'household.new';
const lastPlace = 'fuyao.form.last-village';

/** Registers a household: three screens, a draft from the first key on. */
export function NewHousehold() {
  const [params] = useSearchParams();
  const id = params.get('draft');
  const [fresh] = useState(newId);
  return id ? <Opened key={id} id={id} /> : <Navigate to={`/households/new?draft=${fresh}`} replace />;
}

function Opened({ id }: { id: string }) {
  const drafts = useDrafts(kind);
  // Without the server a form can still be begun; it is kept in this browser.
  if (drafts.isError) return <Editing id={id} found={undefined} />;
  return <Loaded query={drafts}>{kept => <Editing id={id} found={kept.find(draft => draft.id === id)} />}</Loaded>;
}

function Editing({ id, found }: { id: string; found: DraftView | undefined }) {
  const { t } = useT();
  const user = useUser();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const [start] = useState(() => {
    const local = localCopy<FormState>(user.id, id);
    if (local) return { state: local.content, revision: local.revision, unsent: true };
    if (found) return { state: found.content as unknown as FormState, revision: found.revision, unsent: false };
    const village = regionLevel(user.area.code) === 'village' ? user.area.code : (localStorage.getItem(`${lastPlace}.${user.id}`) ?? undefined);
    return { state: emptyState(emptyForm(village, today()), undefined, t('form.reason.new'), newId()), revision: 0, unsent: false };
  });
  const draft = useDraft<FormState>(id, kind, undefined, start.revision);
  const { state, setState, update } = useFormState(start.state, start.unsent, draft.keep);

  const save = useMutation({
    mutationFn: async () => (await write('post', '/api/households', { reason: state.reason.trim(), household: filled(state.form) } as never, { idempotencyKey: state.key })).data,
    onSuccess: async answer => {
      localStorage.setItem(`${lastPlace}.${user.id}`, String(state.form['region'] ?? ''));
      await draft.drop();
      await queries.invalidateQueries({ queryKey: ['households'] });
      void message.success(t('form.registered', { number: answer.household.number }));
      void navigate(`/households/${answer.household.id}`);
    },
  });
  const jump = (step: number, path: string) => {
    flushSync(() => update(now => ({ ...now, step, seen: now.seen.includes(path) ? now.seen : [...now.seen, path] })));
    const field = document.getElementById(`f-${path}`);
    (field?.matches('fieldset') ? field.querySelector<HTMLElement>('input') : field)?.focus();
  };
  const discard = () => modal.confirm({
    title: t('form.discard.sure'), okText: t('form.discard'), cancelText: t('form.discard.keep'),
    onOk: async () => {
      await draft.drop();
      void navigate('/households');
    },
  });
  return (
    <RegisterForm
      title={t('form.new')}
      state={state}
      update={update}
      steps={[...steps, {
        title: 'form.step.review',
        content: () => <ReviewStep reason={state.reason} setReason={reason => update(now => ({ ...now, reason }))} date="" setDate={() => undefined} go={jump} />,
      }]}
      draft={draft}
      reload={async () => setState(await draft.yieldTo())}
      top={<><Others id={id} form={state.form} /><ProblemSummary error={save.error} title={t('change.refused')} /></>}
      save={() => save.mutate()}
      saving={save.isPending}
      saveLabel={t('form.save')}
      discard={discard}
    />
  );
}

/** Other registrations that were begun and not sent, offered while this one is still empty. */
function Others({ id, form }: { id: string; form: Form }) {
  const { t } = useT();
  const navigate = useNavigate();
  const others = (useDrafts(kind).data ?? []).filter(draft => draft.id !== id);
  if (others.length === 0 || !form.persons.every(isBlank)) return null;
  const head = (draft: DraftView) => String(((draft.content as unknown as FormState).form?.persons ?? [])[0]?.['name'] ?? '') || t('value.unknown');
  return (
    <div className="f-others" role="status">
      <p>{t('form.unfinished', { n: others.length })}</p>
      <ul className="plain">
        {others.slice(0, 5).map(draft => (
          <li key={draft.id}><Button type="link" onClick={() => void navigate(`/households/new?draft=${draft.id}`)}>{t('form.resume', { name: head(draft), time: instant(draft.saved_at) })}</Button></li>
        ))}
      </ul>
    </div>
  );
}
