import { write, type Schemas } from '@fuyao/shared/api';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { instant } from '../../framework/format';
import { useT, type Key } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import { addPasskey, passkeysWork } from '../../shared/passkey';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useAccount, useAccountChanged } from './api';

type Doing = 'totp' | 'passkey' | 'codes' | 'remove';

/** Authenticator app, passkeys and codes on paper. Every change asks for the password again. */
export function SecondFactors() {
  const { t } = useT();
  const account = useAccount();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const changed = useAccountChanged();
  const done = (shown?: string[]) => {
    setDoing(null);
    if (shown && shown.length > 0) setCodes(shown);
    else void changed();
  };
  return (
    <Section title={t('account.second')}>
      <p>{t('account.second.about')}</p>
      {codes.length > 0 && <PaperCodes codes={codes} close={() => { setCodes([]); void changed(); }} />}
      <Loaded query={account} rows={4}>
        {found => (
          <>
            <p>
              {t('account.totp')} <Badge tone={found.totp ? 'good' : 'plain'}>{t(found.totp ? 'account.on' : 'account.off')}</Badge>
            </p>
            {found.passkeys.length > 0 && (
              <ul className="plain gap-below">
                {found.passkeys.map(key => <li key={key.id}>{t('account.passkey')} {key.name} <span className="faint">{instant(key.created_at)}</span></li>)}
              </ul>
            )}
            {(found.totp || found.passkeys.length > 0) && <p>{t('account.codes.left', { n: found.recovery_codes })}</p>}
            <div className="row-actions">
              <Button type={found.totp ? 'default' : 'primary'} onClick={() => setDoing('totp')}>{t(found.totp ? 'account.totp.renew' : 'account.totp.add')}</Button>
              <Button disabled={!passkeysWork()} title={passkeysWork() ? undefined : t('account.passkey.none')} onClick={() => setDoing('passkey')}>{t('account.passkey.add')}</Button>
              {(found.totp || found.passkeys.length > 0) && <Button onClick={() => setDoing('codes')}>{t('account.codes.new')}</Button>}
              {(found.totp || found.passkeys.length > 0) && !found.required && <Button danger onClick={() => setDoing('remove')}>{t('account.second.remove')}</Button>}
            </div>
          </>
        )}
      </Loaded>
      {doing && <Step doing={doing} close={() => setDoing(null)} done={done} />}
    </Section>
  );
}

const titles: Record<Doing, Key> = { totp: 'account.totp.add', passkey: 'account.passkey.add', codes: 'account.codes.new', remove: 'account.second.remove' };

function Step({ doing, close, done }: { doing: Doing; close: () => void; done: (codes?: string[]) => void }) {
  const { t } = useT();
  const [password, setPassword] = useState('');
  const [enrolment, setEnrolment] = useState<Schemas['TotpEnrolment'] | null>(null);
  const [code, setCode] = useState('');
  const begin = useMutation({
    mutationFn: async () => {
      if (doing === 'totp') setEnrolment((await write('post', '/api/account/totp/begin', { password })).data);
      else if (doing === 'passkey') done((await addPasskey((await write('post', '/api/account/passkeys/begin', { password })).data, '')).codes);
      else if (doing === 'codes') done((await write('post', '/api/account/recovery-codes', { password })).data.codes);
      else {
        await write('post', '/api/account/second-factor/remove', { password });
        done();
      }
    },
  });
  const confirm = useMutation({
    mutationFn: async () => (await write('post', '/api/account/totp/confirm', { code: code.trim() })).data,
    onSuccess: answer => done(answer.codes),
  });
  return (
    <Modal open title={t(titles[doing])} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={begin.error ?? confirm.error} />
      {enrolment ? (
        <form onSubmit={event => { event.preventDefault(); if (code.trim()) confirm.mutate(); }}>
          <p>{t('account.totp.scan')}</p>
          <img className="qr" src={enrolment.qr} alt={t('account.totp.qr')} width={200} height={200} />
          <p className="faint">{t('account.totp.type')} <code>{enrolment.secret.match(/.{1,4}/g)?.join(' ')}</code></p>
          <label className="form-row" htmlFor="totp-code">{t('signin.code')}</label>
          <Input id="totp-code" autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={event => setCode(event.target.value)} />
          <Button type="primary" htmlType="submit" className="signin-do" loading={confirm.isPending}>{t('account.totp.confirm')}</Button>
        </form>
      ) : (
        <form onSubmit={event => { event.preventDefault(); if (password) begin.mutate(); }}>
          <label className="form-row" htmlFor="again-password">{t('account.prove')}</label>
          <Input id="again-password" type="password" autoFocus autoComplete="current-password" value={password} onChange={event => setPassword(event.target.value)} />
          <Button type="primary" htmlType="submit" danger={doing === 'remove'} className="signin-do" loading={begin.isPending}>{t(doing === 'remove' ? 'account.second.remove' : 'account.continue')}</Button>
        </form>
      )}
    </Modal>
  );
}

function PaperCodes({ codes, close }: { codes: string[]; close: () => void }) {
  const { t } = useT();
  return (
    <Alert
      type="warning"
      showIcon
      className="gap-below"
      title={t('account.codes.title')}
      description={
        <>
          <p>{t('account.codes.about')}</p>
          <ul className="paper-codes">{codes.map(code => <li key={code}>{code}</li>)}</ul>
          <Button type="primary" onClick={close}>{t('account.codes.kept')}</Button>
        </>
      }
    />
  );
}
