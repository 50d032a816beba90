import { Link, useParams } from 'react-router';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Facts, Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { useDocument, type DocumentKind } from './api';

const tones = { current: 'good', outdated: 'warn', gone: 'bad' } as const;

/** What a printed number stands for: what was printed, when, by whom, and whether it still holds. */
export function VerifyPage() {
  const { t } = useT();
  const { number = '' } = useParams();
  const query = useDocument(number);
  return (
    <Page title={t('verify.title')} about={<span className="number">{number}</span>}>
      <Loaded query={query}>
        {found => {
          const state = found.state as keyof typeof tones;
          return (
            <Section title={t(`doc.${found.document.kind as DocumentKind}`)} extra={<Badge tone={tones[state]}>{t(`verify.${state}`)}</Badge>}>
              <p>{t(`verify.${state}.about`)} {found.changed.length > 0 && t('verify.changed', { what: found.changed.map(one => t(`verify.what.${one as 'facts' | 'benefits'}`)).join('、') })}</p>
              <Facts
                items={[
                  { label: t('field.head'), value: found.household_number && <Link to={`/households/${found.document.household}`}>{found.head_name ?? found.household_number}</Link> },
                  { label: t('field.number'), value: found.household_number },
                  { label: t('paper.on'), value: found.document.on },
                  { label: t('verify.printed'), value: `${found.document.printed_by} ${instant(found.document.printed_at)}` },
                ]}
              />
              {state === 'outdated' && <Link className="button-link" to={`/households/${found.document.household}/print?doc=${found.document.kind}`}>{t('verify.again')}</Link>}
            </Section>
          );
        }}
      </Loaded>
    </Page>
  );
}
