import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useT } from '../framework/i18n';
import { useUser } from '../framework/session';
import { regionLevel } from './regions';

export interface Region {
  code: string;
  name: string;
}

const children = (parent: string): Promise<Region[]> => read('/api/regions', { query: { parent } }).then(found => found.items);

export function useRegions(parent: string | undefined) {
  return useQuery({ queryKey: ['regions', parent], queryFn: () => children(parent!), enabled: !!parent, staleTime: 3_600_000 });
}

/** Township, then village, below the signed-in person's area; the county itself stands for “all”. */
export function RegionSelect({ value, onChange, width = 150 }: { value?: string; onChange: (code: string | undefined) => void; width?: number }) {
  const { t } = useT();
  const { area } = useUser();
  const home = regionLevel(area.code);
  const township = home === 'township' ? area.code : value && value.length >= 9 && regionLevel(value) !== 'county' ? `${value.slice(0, 9)}000` : undefined;
  const village = value && regionLevel(value) === 'village' ? value : undefined;
  const townships = useRegions(home === 'county' ? area.code : undefined);
  const villages = useRegions(township);
  const options = (regions: Region[] | undefined) => (regions ?? []).map(region => ({ value: region.code, label: region.name }));
  if (home === 'village') return null;
  return (
    <>
      {home === 'county' && (
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width }}
          aria-label={t('region.township')}
          placeholder={t('region.township')}
          value={township}
          options={options(townships.data)}
          onChange={code => onChange(code)}
        />
      )}
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width }}
        aria-label={t('region.village')}
        placeholder={t('region.village')}
        disabled={!township}
        value={village}
        options={options(villages.data)}
        onChange={code => onChange(code ?? (home === 'county' ? township : undefined))}
      />
    </>
  );
}
