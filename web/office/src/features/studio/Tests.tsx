import { Button, Drawer } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useNarrow } from '../../shared/narrow';
import type { PolicyResult } from '../../shared/policy';
import { Badge, Section } from '../../shared/Page';
import { ErrorState, Loading } from '../../shared/State';
import { Why } from '../../shared/Why';
import { explainTest, type StudioPack, type StudioReport, type StudioTest, type TestResult } from './api';
import { same, useStudioContext } from './context';
import { EditText, Fault } from './EditText';
import { Own } from './Own';

/** The pack's own tests: what each expects, whether it holds, and what came instead. */
export function Tests({ pack, report }: { pack: StudioPack; report: StudioReport }) {
  const { t, text } = useT();
  const { edit } = useStudioContext();
  const [opened, setOpened] = useState<StudioTest | null>(null);
  const resultOf = (test: StudioTest) => report.tests.find(one => one.file === test.place.file && same(one.path, test.place.path));
  const files = [...new Set(pack.tests.map(test => test.place.file ?? ''))];
  return (
    <>
      {files.map(file => (
        <Section key={file} title={file}>
          <table className="grid">
            <thead><tr><th scope="col">{t('studio.test')}</th><th scope="col">{t('studio.on')}</th><th scope="col">{t('studio.expects')}</th><th scope="col">{t('studio.outcome')}</th></tr></thead>
            <tbody>
              {pack.tests.filter(test => test.place.file === file).map(test => {
                const result = resultOf(test);
                return (
                  <tr key={`${test.name}/${test.place.line}`}>
                    <th scope="row">{edit ? <EditText value={{ text: test.name, file: test.place.file ?? null, path: [...test.place.path, 'name'] }} label={t('studio.test')} plain /> : test.name}</th>
                    <td className="studio-day">{day(test.on)}</td>
                    <td>{test.expects.map(one => <div key={one.rule}><span className="faint">{one.rule}</span> {one.text && edit ? <EditText value={one.text} label={t('studio.expected', { rule: one.rule })} plain /> : <code>{one.says}</code>}</div>)}</td>
                    <td>
                      <Passed result={result} />
                      {result?.faults.map(fault => <p key={fault.en} className="error-text">{text(fault)}</p>)}
                      {edit && <Button size="small" type="link" onClick={() => setOpened(test)}>{t('studio.explain')}</Button>}
                      {edit && <Own kind="policy" id={test.name} name={test.name} place={test.place} />}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Section>
      ))}
      <Explanation test={opened} pack={pack} close={() => setOpened(null)} />
    </>
  );
}

function Passed({ result }: { result?: TestResult }) {
  const { t } = useT();
  return !result ? null : result.passed ? <Badge tone="good">{t('studio.passed')}</Badge> : result.ran ? <Badge tone="bad">{t('studio.failed')}</Badge> : <Badge tone="warn">{t('studio.notRun')}</Badge>;
}

/** The pack as “why?” reads it: conditions, tables, and the figures' names. */
function asRules(pack: StudioPack) {
  return {
    policies: pack.policies.map(policy => {
      const table = (policy.value ?? policy.parts[0]?.amount)?.table;
      return {
        id: policy.id, eligible: policy.eligible.text, readings: policy.readings,
        table: table ? { name: table.name, hit: table.hit, inputs: table.inputs.map(one => one.text), rows: table.rows.map(row => ({ conditions: row.conditions.map(cell => cell.text), output: row.output.text })) } : null,
      };
    }),
    parameters: pack.parameters.map(one => ({ id: one.id, title: one.title, value: one.values.at(-1)?.value ?? null })),
  };
}

/** A test worked out with its reasons, as a household's page shows them. */
function Explanation({ test, pack, close }: { test: Pick<StudioTest, 'name' | 'place'> | null; pack: StudioPack | null | undefined; close: () => void }) {
  const { t, text } = useT();
  const { edit } = useStudioContext();
  const narrow = useNarrow();
  const rules = useMemo(() => pack ? asRules(pack) : undefined, [pack]);
  const query = useQuery({ queryKey: ['pack-test', edit?.draft, test?.place.file, test?.name], queryFn: () => explainTest(edit!.draft, test!.place.file!, test!.name), enabled: !!test && !!edit, staleTime: 0, gcTime: 0, retry: false });
  return (
    <Drawer open={!!test} onClose={close} size={narrow ? '100%' : 560} title={test?.name} closable={{ 'aria-label': t('action.close') }}>
      {query.isError ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : !query.data ? <Loading /> : (
        <>
          {query.data.faults.map(fault => <p key={fault.en} className="error-text">{text(fault)}</p>)}
          {(query.data.results as unknown as PolicyResult[]).slice(0, query.data.asked).map(result => <Why key={`${result.policy}/${String(result.subject)}`} result={result} pack={rules} />)}
          <details>
            <summary>{t('studio.household')}</summary>
            <pre className="studio-json">{JSON.stringify(query.data.household, null, 2)}</pre>
          </details>
        </>
      )}
    </Drawer>
  );
}

/** Beside everything: whether it may be published, and what stands in the way. */
export function ReportPanel({ report, live, pack, go }: { report: StudioReport; live: boolean; pack: StudioPack | null | undefined; go: (file: string, line: number) => void }) {
  const { t, text } = useT();
  const [opened, setOpened] = useState<Pick<StudioTest, 'name' | 'place'> | null>(null);
  const errors = report.findings.filter(one => one.severity === 'error');
  const warnings = report.findings.filter(one => one.severity !== 'error');
  const failed = report.tests.filter(one => !one.passed);
  // A pack that does not compile runs none of its tests: they say nothing then.
  const notRun = failed.length > 0 && failed.every(one => !one.ran);
  return (
    <aside className="card studio-report" aria-label={t('studio.report')}>
      <div className="card-head"><h2>{t('studio.report')}</h2>{live && <Badge tone="warn">{t('studio.unsaved')}</Badge>}</div>
      <p role="status" aria-live="polite">
        {errors.length === 0 ? <Badge tone="good">{t('studio.noErrors')}</Badge> : <Badge tone="bad">{t('studio.errors', { n: errors.length })}</Badge>}
        <Badge tone={failed.length === 0 ? 'good' : notRun ? 'warn' : 'bad'}>{notRun ? t('studio.notRun') : t('studio.tests.count', { passed: report.tests.length - failed.length, all: report.tests.length })}</Badge>
        {warnings.length > 0 && <Badge tone="warn">{t('studio.warnings', { n: warnings.length })}</Badge>}
      </p>
      {errors.slice(0, 12).map(one => (
        <button key={`${one.file}/${one.line}/${one.column}/${one.code}`} type="button" className="report-line" onClick={() => go(one.file, one.line)}><Place file={one.file} line={one.line} /><Fault finding={one} /></button>
      ))}
      {notRun && <p className="faint">{t('studio.notRun.hint')}</p>}
      {pack && !notRun && failed.slice(0, 12).map(one => (
        <button key={`${one.file}/${one.path.join('/')}`} type="button" className="report-line" disabled={!one.ran || live} onClick={() => setOpened({ name: one.name, place: { pack: pack.id, file: one.file, path: one.path, line: 0 } })}>
          <strong>{one.name}</strong> <Badge tone={one.ran ? 'bad' : 'warn'}>{t(one.ran ? 'studio.failed' : 'studio.notRun')}</Badge>
          {one.faults.map(fault => <span key={fault.en} className="report-fault">{text(fault)}</span>)}
        </button>
      ))}
      {!notRun && failed.length > 12 && <p className="faint">{t('studio.more', { n: failed.length - 12 })}</p>}
      {warnings.length > 0 && <details><summary>{t('studio.warnings', { n: warnings.length })}</summary>{warnings.map(one => <div key={`${one.file}/${one.line}/${one.code}`}><Place file={one.file} line={one.line} /><Fault finding={one} /></div>)}</details>}
      <Explanation test={opened} pack={pack} close={() => setOpened(null)} />
    </aside>
  );
}

const Place = ({ file, line }: { file: string; line: number }) => <span className="faint report-place">{file}:{line}</span>;
