import { Link, useParams } from 'react-router';
import { day, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Badge, Facts, Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { MatchedTable, Quotation, Rule } from '../../shared/Why';
import { usePack, usePacks } from './api';

export function PackPage() {
  const { t, text, code } = useT();
  const can = useCan();
  const { id = '' } = useParams();
  const packs = usePacks();
  const summary = packs.data?.find(one => one.id === id);
  // A plan that has ended is shown as it stood on its last day.
  const last = summary?.valid_to && summary.valid_to < today() ? summary.valid_to : undefined;
  const query = usePack(packs.isPending ? '' : id, last);
  return (
    <Loaded query={query}>
      {pack => (
        <Page
          title={text(pack.title)}
          about={<>{t('packs.version', { id: pack.id, version: pack.version })} · {t('packs.valid', { from: day(summary?.valid_from) || '—', to: day(summary?.valid_to) || '—' })} · {t('home.asOf', { date: pack.on })}</>}
          actions={can('run.start') && <Link className="button-link" to={`/runs?new=${pack.id}`}>{t('runs.start')}</Link>}
        >
          {pack.policies.map(policy => (
            <Section key={policy.id} title={text(policy.title)} extra={<Badge>{code('kind', policy.kind)}</Badge>}>
              <Quotation source={policy.source} />
              {policy.readings.map(reading => <p key={reading.zh} className="warn-text">{text(reading)}</p>)}
              <Facts
                items={[
                  { label: t('packs.subject'), value: code('subject', policy.subject) },
                  { label: t('packs.unit'), value: code('unit', policy.unit) },
                  { label: t('packs.payee'), value: code('subject', policy.payee) },
                  { label: t('why.funding'), value: policy.funding.map(part => code('funding', part.source)).join('、') },
                ]}
              />
              <h3>{t('why.rule')}</h3>
              <Rule text={policy.eligible} />
              {policy.table && <MatchedTable table={policy.table} row={0} named={pack.parameters} />}
              {!policy.table && policy.amount && <><h3>{t('field.amount')}</h3><Rule text={policy.amount} /></>}
            </Section>
          ))}
        </Page>
      )}
    </Loaded>
  );
}
