import { Link, useParams } from 'react-router';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Badge, Facts, Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { Quotation, Rule } from '../../shared/Why';
import { usePack } from './api';

export function PackPage() {
  const { t, text, code } = useT();
  const can = useCan();
  const { id = '' } = useParams();
  const query = usePack(id);
  return (
    <Loaded query={query}>
      {pack => (
        <Page
          title={text(pack.title)}
          about={<>{t('packs.version', { id: pack.id, version: pack.version })} · {t('packs.valid', { from: day(pack.valid_from) || '—', to: day(pack.valid_to) || '—' })}</>}
          actions={can('run.start') && <Link className="button-link" to={`/runs?new=${pack.id}`}>{t('runs.start')}</Link>}
        >
          {pack.policies.map(policy => (
            <Section key={policy.id} title={text(policy.title)} extra={policy.kind && <Badge>{code('kind', policy.kind)}</Badge>}>
              <Quotation source={policy.source} />
              <Facts
                items={[
                  { label: t('packs.subject'), value: code('subject', policy.subject) },
                  { label: t('packs.unit'), value: code('unit', policy.unit) },
                  { label: t('packs.payee'), value: policy.payee ? code('subject', policy.payee) : '' },
                  { label: t('why.funding'), value: (policy.funding ?? []).map(part => code('funding', part.source)).join('、') },
                ]}
              />
              {policy.eligible && <><h3>{t('why.rule')}</h3><Rule text={policy.eligible} /></>}
            </Section>
          ))}
        </Page>
      )}
    </Loaded>
  );
}
