import { useT } from '../../framework/i18n';
import { Section } from '../../shared/Page';
import type { StudioPack } from './api';
import { EditText } from './EditText';
import { Titles } from './PolicyCard';

const file = 'pack.yaml';

/** What the pack is called and how long its plan holds. */
export function Head({ pack }: { pack: StudioPack }) {
  const { t, text } = useT();
  const day = (key: 'from' | 'to', value: string | null | undefined) => value && <EditText value={{ text: value, file, path: ['valid', key] }} label={t(key === 'from' ? 'studio.what.valid_from' : 'studio.what.valid_to')} plain />;
  return (
    <Section title={text(pack.title)}>
      <Titles place={{ file, path: [] }} title={pack.title} />
      <p><span className="faint">{t('studio.valid')}</span> {pack.valid_from || pack.valid_to ? <>{day('from', pack.valid_from) ?? '—'} – {day('to', pack.valid_to) ?? '—'}</> : t('studio.anyDay')}</p>
    </Section>
  );
}
