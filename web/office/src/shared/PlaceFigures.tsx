import { read, type Schemas } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { count, money } from '../framework/format';
import { useT } from '../framework/i18n';
import { Figures } from './Page';

/** How many live in a place and how they fare; further figures stand behind. */
export function PlaceFigures({ figures, more }: { figures: Schemas['Home']['figures']; more?: { label: string; value: string; unit?: string }[] }) {
  const { t } = useT();
  return (
    <Figures
      items={[
        { label: t('figure.households'), value: count(figures.households), unit: t('unit.household') },
        { label: t('figure.persons'), value: count(figures.persons), unit: t('unit.person') },
        { label: t('figure.registered'), value: count(figures.registered), unit: t('unit.household') },
        { label: t('figure.exited'), value: count(figures.exited), unit: t('unit.household') },
        { label: t('figure.income'), value: money(figures.average_income_per_head) || '—', unit: t('unit.yuan') },
        ...(more ?? []),
      ]}
    />
  );
}

/** The figures of one place, on a day and as known then. */
export function FiguresOf({ code, asOf }: { code: string; asOf: { on?: string; known_at?: string } }) {
  const { data } = useQuery({ queryKey: ['home', code, asOf], queryFn: () => read('/api/home', { query: { region: code, ...asOf } }) });
  return data ? <PlaceFigures figures={data.figures} /> : null;
}
