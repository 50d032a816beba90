import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useT } from '../framework/i18n';
import { useUser } from '../framework/session';

export interface Region {
  code: string;
  name: string;
}

const children = (parent: string): Promise<Region[]> => read('/api/regions', { query: { parent: depth(parent) > 0 ? parent : undefined } }).then(found => found.items);

export function useRegions(parent: string | undefined) {
  return useQuery({ queryKey: ['regions', parent], queryFn: () => children(parent!), enabled: !!parent, staleTime: 3_600_000 });
}

const steps = [
  { digits: 2, label: 'region.province' },
  { digits: 4, label: 'region.city' },
  { digits: 6, label: 'region.county' },
  { digits: 9, label: 'region.township' },
  { digits: 12, label: 'region.village' },
] as const;

const prefix = (code: string, digits: number) => code.slice(0, digits).padEnd(12, '0');

/** How many digits of a 12-digit code say something: 0 for the nation, 12 for a village. */
const depth = (code: string) => steps.findLast(step => code.slice(digitsAbove(step.digits), step.digits).replace(/0/g, '') !== '')?.digits ?? 0;
const digitsAbove = (digits: number) => (digits > 9 ? 9 : digits > 6 ? 6 : digits > 4 ? 4 : digits > 2 ? 2 : 0);

/** One list a level below the signed-in person's area, down to the village; the area itself stands for “all”. */
export function RegionSelect({ value, onChange, width = 150 }: { value?: string; onChange: (code: string | undefined) => void; width?: number }) {
  const { area } = useUser();
  const home = depth(area.code);
  const chosen = value ? depth(value) : home;
  return (
    <>
      {steps.filter(step => step.digits > home).map(({ digits, label }) => {
        const above = digitsAbove(digits);
        return (
          <Level
            key={digits}
            label={label}
            width={width}
            parent={above <= home ? area.code : value && chosen >= above ? prefix(value, above) : undefined}
            value={value && chosen >= digits ? prefix(value, digits) : undefined}
            onChange={code => onChange(code ?? (above > home && value ? prefix(value, above) : undefined))}
          />
        );
      })}
    </>
  );
}

function Level({ label, parent, value, width, onChange }: { label: (typeof steps)[number]['label']; parent: string | undefined; value: string | undefined; width: number; onChange: (code: string | undefined) => void }) {
  const { t } = useT();
  const regions = useRegions(parent);
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width }}
      aria-label={t(label)}
      placeholder={t(label)}
      disabled={!parent}
      value={value}
      options={(regions.data ?? []).map(region => ({ value: region.code, label: region.name }))}
      onChange={onChange}
    />
  );
}
