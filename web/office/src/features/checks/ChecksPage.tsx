import { App, Button, Input, Modal, Select } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Download } from '../../shared/Download';
import { Badge, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { Quotation } from '../../shared/Why';
import { useAddSubject, useChecks, useImportFacts, type CheckedSubject, type CheckKind, type CheckLine } from './api';
import '../records/records.css';
import './checks.css';

/** Users come to 1. see which duties of the plan are open, 2. go to a village, school, loan … and state what is asked, 3. take the results away. */
export function ChecksPage() {
  const { t, text } = useT();
  const { area } = useUser();
  const { values, set } = useFilters();
  const thisYear = Number((values['known_at'] ?? today()).slice(0, 4));
  const year = Number(values['year'] ?? thisYear);
  const region = values['region'] ?? area.code;
  const pack = values['pack'];
  const query = useChecks(pack, region, year, values['known_at']);
  const address = new URLSearchParams({ region, year: String(year), ...(pack ? { pack } : {}), ...(values['known_at'] ? { known_at: values['known_at'] } : {}) });
  return (
    <Page title={t('checks.title')} about={t('checks.about')} actions={<Download href={`/api/checks/results?${address}`} label={t('checks.results')} name="checks.xlsx" />}>
      <Loaded query={query} rows={12}>
        {overview => {
          const kind = overview.kinds.find(one => one.kind === values['kind']) ?? overview.kinds[0];
          return (
            <>
              <div className="filters" role="group" aria-label={t('list.filters')}>
                <Select
                  aria-label={t('checks.plan')} style={{ minWidth: 260 }} showSearch={{ optionFilterProp: 'label' }} value={pack ?? ''} onChange={next => set({ pack: next || null, kind: null })}
                  options={[
                    { value: '', label: t('checks.plan.all') },
                    { label: t('checks.plan.here'), title: t('checks.plan.here'), options: overview.plans.filter(plan => plan.here).map(plan => ({ value: plan.id, label: text(plan.title) })) },
                    { label: t('checks.plan.elsewhere'), title: t('checks.plan.elsewhere'), options: overview.plans.filter(plan => !plan.here).map(plan => ({ value: plan.id, label: text(plan.title) })) },
                  ]}
                />
                <RegionSelect value={values['region']} onChange={next => set({ region: next })} />
                <Select aria-label={t('villages.year')} value={year} onChange={next => set({ year: String(next) })} options={Array.from({ length: 8 }, (_, back) => ({ value: thisYear - back, label: t('villages.yearOf', { year: thisYear - back }) }))} />
              </div>
              {kind === undefined ? <Empty title={t('checks.none')} hint={t('checks.none.hint')} /> : (
                <>
                  <nav className="check-kinds" aria-label={t('checks.kinds')}>
                    {overview.kinds.map(one => (
                      <Button key={one.kind} type={one === kind ? 'primary' : 'default'} aria-pressed={one === kind} onClick={() => set({ kind: one.kind })}>
                        {t(`checks.kind.${one.kind}`)} {one.counted && <span className="check-kind-count">{count(one.subjects)}</span>}
                      </Button>
                    ))}
                  </nav>
                  <Kind key={kind.kind} kind={kind} address={address} year={year} region={overview.region} pack={pack} fixed={!!values['known_at']} subjects={overview.subjects.filter(one => one.kind === kind.kind)} checks={overview.checks.filter(one => one.kind === kind.kind || (kind.kind === 'household' && one.kind === 'person'))} />
                </>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

interface KindProps {
  kind: CheckKind;
  address: URLSearchParams;
  year: number;
  region: string;
  pack: string | undefined;
  fixed: boolean;
  subjects: CheckedSubject[];
  checks: CheckLine[];
}

const shown = 200;

function Kind({ kind, address, year, region, pack, fixed, subjects, checks }: KindProps) {
  const { t } = useT();
  const can = useCan();
  const [adding, setAdding] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const household = kind.kind === 'household';
  const may = can('record.change') && !fixed;
  const template = new URLSearchParams(address);
  template.delete('known_at');
  template.set('kind', kind.kind);
  return (
    <div className="checks-columns">
      <Section
        title={t('checks.subjects', { kind: t(`checks.kind.${kind.kind}`) })}
        extra={!household && !fixed && (
          <span className="row-actions">
            {may && kind.addable && <Button onClick={() => setAdding(true)}>{t('checks.add', { kind: t(`checks.kind.${kind.kind}`) })}</Button>}
            {(kind.kind === 'school' || kind.kind === 'enterprise') && <Link className="button-link" to="/organisations">{t('organisations.title')}</Link>}
            <Download href={`/api/checks/template?${template}`} label={t('checks.template')} name="facts.xlsx" />
            {may && <Button onClick={() => chooser.current?.click()}>{t('checks.import')}</Button>}
            <input
              ref={chooser} type="file" hidden accept=".xlsx,.csv" aria-label={t('checks.import')}
              onChange={event => {
                setFile(event.target.files?.[0] ?? null);
                event.target.value = '';
              }}
            />
          </span>
        )}
      >
        {!household && kind.subjects > 0 && (
          <div className="progress-line">
            <progress max={kind.asked || 1} value={kind.asked === 0 ? 1 : kind.answered} aria-label={t('checks.answered')} />
            <span>{t('checks.progress', { answered: count(kind.answered), asked: count(kind.asked) })}</span>
          </div>
        )}
        {!kind.counted ? <p>{t('checks.chooseTownship')}</p>
          : subjects.length === 0 ? <Empty title={t(household && kind.subjects > 0 ? 'checks.households.fine' : 'checks.subjects.none')} hint={household ? '' : t(kind.addable ? 'checks.subjects.add' : 'checks.subjects.elsewhere')} />
          : <Subjects subjects={subjects} year={year} pack={pack} />}
      </Section>
      <Section title={t('checks.duties', { n: checks.length })}>
        <Duties checks={checks} />
      </Section>
      {adding && <Add kind={kind} region={region} close={() => setAdding(false)} />}
      {file && <Import file={file} kind={kind} region={region} year={year} pack={pack} close={() => setFile(null)} />}
    </div>
  );
}

function Subjects({ subjects, year, pack }: { subjects: CheckedSubject[]; year: number; pack: string | undefined }) {
  const { t } = useT();
  const household = subjects[0]?.kind === 'household';
  const to = (one: CheckedSubject) => household ? `/households/${one.key}` : `/checks/${one.kind}/${one.key}?year=${year}${pack ? `&pack=${pack}` : ''}`;
  const place = subjects.some(one => one.place !== one.name);
  return (
    <div className="table-scroll">
      <table className="grid check-subjects">
        <thead>
          <tr>
            <th scope="col">{t('checks.name')}</th>{place && <th scope="col">{t('records.place')}</th>}{!household && <th scope="col" className="number">{t('checks.toState')}</th>}
            <th scope="col" className="number">{t('checks.state.pass')}</th><th scope="col" className="number">{t('checks.state.fail')}</th><th scope="col" className="number">{t('checks.state.undetermined')}</th>
          </tr>
        </thead>
        <tbody>
          {subjects.slice(0, shown).map(one => (
            <tr key={one.key}>
              <th scope="row"><Link to={to(one)}>{one.name}</Link></th>{place && <td>{one.place}</td>}
              {!household && <td className="number">{one.asked - one.answered > 0 ? <Badge tone="warn">{one.asked - one.answered}</Badge> : <Badge tone="good">{t('checks.allStated')}</Badge>}</td>}
              <td className="number">{one.pass}</td><td className="number">{one.fail > 0 ? <Badge tone="bad">{one.fail}</Badge> : 0}</td><td className="number">{one.undetermined}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {subjects.length > shown && <p className="faint">{t('checks.more', { shown, n: subjects.length })}</p>}
    </div>
  );
}

function Duties({ checks }: { checks: CheckLine[] }) {
  const { t, text } = useT();
  return (
    <ul className="plain check-list">
      {checks.map(check => (
        <li key={`${check.pack}/${check.check}`}>
          <div className="check-head">
            <strong>{text(check.title)}</strong> <span className="faint">{text(check.pack_title)}</span>
            <span className="check-counts">
              {check.pass > 0 && <Badge tone="good">{t('checks.pass.n', { n: check.pass })}</Badge>}
              {check.fail > 0 && <Badge tone="bad">{t('checks.fail.n', { n: check.fail })}</Badge>}
              {check.undetermined > 0 && <Badge tone="warn">{t('checks.undetermined.n', { n: check.undetermined })}</Badge>}
            </span>
          </div>
          <Quotation source={check.source} />
          {check.facts.length > 0 && <p className="faint">{t('checks.reads', { facts: check.facts.map(fact => text(fact.title)).join(t('checks.comma')) })}</p>}
        </li>
      ))}
    </ul>
  );
}

function Add({ kind, region, close }: { kind: CheckKind; region: string; close: () => void }) {
  const { t } = useT();
  const { message } = App.useApp();
  const add = useAddSubject();
  const [name, setName] = useState('');
  const [place, setPlace] = useState<string | undefined>(region);
  const title = t('checks.add', { kind: t(`checks.kind.${kind.kind}`) });
  return (
    <Modal
      open title={title} onCancel={close} okText={t('checks.add.ok')} okButtonProps={{ disabled: name.trim().length === 0, loading: add.isPending }}
      onOk={() => add.mutate({ kind: kind.kind, name, region: place ?? region }, { onSuccess: () => { void message.success(t('checks.added', { name })); close(); } })}
    >
      <ProblemSummary error={add.error} title={t('checks.notSaved')} />
      <div className="choices">
        <label htmlFor="check-name">{t('checks.name')}</label>
        <Input id="check-name" value={name} maxLength={100} onChange={event => setName(event.target.value)} />
        <span>{t('records.place')}</span>
        <RegionSelect value={place} onChange={next => setPlace(next ?? undefined)} />
      </div>
    </Modal>
  );
}

function Import({ file, kind, region, year, pack, close }: { file: File; kind: CheckKind; region: string; year: number; pack: string | undefined; close: () => void }) {
  const { t } = useT();
  const { message } = App.useApp();
  const take = useImportFacts();
  const [basis, setBasis] = useState('');
  return (
    <Modal
      open title={t('checks.import')} onCancel={close} okText={t('checks.import.ok')} okButtonProps={{ loading: take.isPending }}
      onOk={() => take.mutate({ file, kind: kind.kind, pack: pack ?? '', region, year: String(year), basis }, {
        onSuccess: data => {
          void message.success(t('checks.imported', { subjects: data.subjects, facts: data.facts, added: data.added }));
          close();
        },
      })}
    >
      <p>{t('checks.import.of', { name: file.name, kind: t(`checks.kind.${kind.kind}`), year })}</p>
      <ProblemSummary error={take.error} title={t('checks.import.refused')} />
      <label htmlFor="check-basis">{t('checks.basis')}</label>
      <Input id="check-basis" value={basis} maxLength={500} placeholder={t('checks.import.basis')} onChange={event => setBasis(event.target.value)} />
    </Modal>
  );
}
