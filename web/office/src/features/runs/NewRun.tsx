import { Button, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { Loaded } from '../../shared/State';
import { localPacks, usePacks, type PackLine } from '../packs/api';
import { useStartRun } from './api';

/** The pack for this area and its latest month stand ready; a click starts. */
export function NewRun({ preset, close }: { preset?: string; close: () => void }) {
  const { t } = useT();
  const packs = usePacks();
  return (
    <Section title={t('runs.start')} extra={<Button type="text" onClick={close}>{t('action.close')}</Button>}>
      <Loaded query={packs} rows={2}>{found => <Form packs={found} preset={preset} />}</Loaded>
    </Section>
  );
}

function Form({ packs, preset }: { packs: PackLine[]; preset?: string }) {
  const { t, text } = useT();
  const { area } = useUser();
  const navigate = useNavigate();
  const start = useStartRun();
  const local = localPacks(packs, area.code);
  const [pack, setPack] = useState(packs.find(one => one.id === preset)?.id ?? local.at(-1)?.id ?? packs[0]?.id);
  const chosen = packs.find(one => one.id === pack);
  const [period, setPeriod] = useState(() => latestMonth(chosen));
  const [region, setRegion] = useState<string>();
  const problems = [...fieldProblems(start.error, 'period'), ...fieldProblems(start.error, 'pack')].map(problem => text(problem.text));
  return (
    <>
      {problems.length === 0 && <ProblemSummary error={start.error} title={t('runs.notStarted')} />}
      <div className="filters">
        <label className="inline" htmlFor="run-pack">{t('runs.pack')}</label>
        <Select id="run-pack" style={{ width: 280 }} value={pack} options={packs.filter(one => one.policies > 0).map(one => ({ value: one.id, label: text(one.title) || one.id }))} onChange={value => { setPack(value); setPeriod(latestMonth(packs.find(one => one.id === value))); }} />
        <label className="inline">{t('runs.month')}<DateInput kind="month" value={period} onChange={setPeriod} /></label>
        <span>{t('imports.forArea', { name: area.name })}</span>
        <RegionSelect value={region} onChange={setRegion} />
      </div>
      {problems.map(problem => <p key={problem} className="error-text" role="alert">{problem}</p>)}
      <p className="faint">{t('runs.rule')}</p>
      <Button type="primary" size="large" disabled={!pack || !/^\d{4}-\d{2}$/.test(period)} loading={start.isPending} onClick={() => start.mutate({ pack: pack!, period, region }, { onSuccess: answer => void navigate(`/runs/${answer.id}${answer.job ? `?job=${answer.job}` : ''}`) })}>
        {t('runs.do')}
      </Button>
    </>
  );
}

/** This month, or the last month in which the pack is valid. */
function latestMonth(pack: PackLine | undefined): string {
  const now = today().slice(0, 7);
  const last = pack?.valid_to?.slice(0, 7);
  return last && last < now ? last : now;
}
