import { useT } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import type { StudioCheck, StudioPack } from './api';
import { EditText } from './EditText';
import { Own } from './Own';
import { Titles } from './PolicyCard';
import { Sentence } from './Sentence';

/** Rules that are no amounts: they hold, fail or cannot be decided. */
export function CheckCard({ check }: { check: StudioCheck }) {
  const { t, text, code } = useT();
  const said = (what: string) => `${text(check.title)} ${what}`;
  return (
    <Section id={`check-${check.id}`} title={text(check.title)} extra={<span><Badge>{code('subject', check.subject)}</Badge>{!check.place.file && <Badge>{t('studio.inherited', { pack: check.place.pack })}</Badge>}<Own kind="check" id={check.id} name={text(check.title)} place={check.place} /></span>}>
      <Titles place={check.place} title={check.title} />
      <Sentence source={check.source} place={check.place} numbers={check.holds.text.match(/\d+(\.\d+)?/g) ?? []} />
      {check.when && <><h3>{t('studio.when')}</h3><div className="rule"><EditText value={check.when} label={said(t('studio.when'))} of={check.subject} /></div></>}
      <h3>{t('studio.holds')}</h3>
      <div className="rule"><EditText value={check.holds} label={said(t('studio.holds'))} of={check.subject} /></div>
      {check.figures.length > 0 && <p className="faint">{t('studio.figures')} {check.figures.map((figure, index) => <span key={figure.value.text}>{index > 0 && ' · '}<EditText value={figure.value} label={said(t('studio.figures'))} of={check.subject} /></span>)}</p>}
    </Section>
  );
}

export function ProcedureCard({ procedure }: { procedure: StudioPack['procedures'][number] }) {
  const { t, text, code } = useT();
  return (
    <Section id={`procedure-${procedure.id}`} title={text(procedure.title)} extra={<span><Badge>{code('subject', procedure.subject)}</Badge>{!procedure.place.file && <Badge>{t('studio.inherited', { pack: procedure.place.pack })}</Badge>}</span>}>
      <Titles place={procedure.place} title={procedure.title} />
      <Sentence source={procedure.source} place={procedure.place} />
      {procedure.stages.length > 0 && (
        <ol className="studio-stages">
          {procedure.stages.map(stage => <li key={stage.id}>{text(stage.title)} <span className="faint">{[stage.role && code('actor', stage.role), stage.level && code('level', stage.level), stage.takes && t('studio.takes', { days: stage.takes }), stage.notice_days && t('studio.notice', { days: stage.notice_days })].filter(Boolean).join(' · ')}</span></li>)}
        </ol>
      )}
      {procedure.outcomes.map(outcome => (
        <div key={outcome.id}>
          <h3>{text(outcome.title)}</h3>
          {outcome.source && <p lang="zh-CN" className="faint">{outcome.source.quote}</p>}
          <div className="rule"><EditText value={outcome.when} label={`${text(procedure.title)} ${text(outcome.title)}`} of={procedure.subject} /></div>
        </div>
      ))}
    </Section>
  );
}

export function Variables({ pack }: { pack: StudioPack }) {
  const { t, text, code } = useT();
  if (pack.variables.length === 0) return null;
  return (
    <Section title={t('studio.variables')}>
      <table className="grid">
        <thead><tr><th scope="col">{t('studio.name')}</th><th scope="col">{t('packs.subject')}</th><th scope="col">{t('studio.definition')}</th></tr></thead>
        <tbody>
          {pack.variables.map(variable => (
            <tr key={`${variable.of}/${variable.id}`}>
              <th scope="row">{text(variable.title)} <code className="faint">{variable.id}</code></th>
              <td>{code('subject', variable.of)}</td>
              <td>{variable.definition ? <EditText value={variable.definition} label={text(variable.title)} of={variable.of} /> : t('studio.fact', { type: variable.type ?? '' })}{variable.meaning && <p className="faint">{text(variable.meaning)}</p>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
