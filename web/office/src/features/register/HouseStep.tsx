import { Button } from 'antd';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { categories, causes, hardships, housingGrades, statuses } from '../../shared/codes';
import type { FactMap } from '../households/types';
import { Amount, Day, Radios, Several, Text, YesNo } from './controls';
import { useForm } from './FormContext';
import { totals, valueAt } from './model';

export function StatusFields() {
  const { t, code } = useT();
  const { form } = useForm();
  const status = valueAt(form, 'status');
  return (
    <div className="f-grid">
      <Radios path="status" options={statuses.map(value => ({ value, label: code('status', value) }))} />
      <Radios path="category" options={categories.map(value => ({ value, label: code('category', value) }))} />
      <Several path="causes" system="cause" codes={causes} most={3} first={t('form.mainCause')} hint={t('form.causes.hint')} />
      <Several path="hardship" system="hardship" codes={hardships} />
      {status === 'monitored' && <Radios path="monitoring" options={(['unstable_exited', 'marginal', 'sudden_hardship'] as const).map(value => ({ value, label: code('monitoring', value) }))} />}
      {status === 'exited' && <Day path="exited_on" />}
    </div>
  );
}

const services = ['water_safe', 'electricity', 'toilet_sanitary', 'broadband'] as const;

export function HousingFields() {
  const { t, code } = useT();
  const { form, change } = useForm();
  const allSet = services.every(path => form[path] !== undefined);
  return (
    <>
      <div className="f-grid">
        <Radios path="housing.grade" options={housingGrades.map(value => ({ value, label: code('housing_grade', value) }))} />
        <Amount path="housing.area" unit="m²" />
        <Text path="housing.structure" />
      </div>
      <div className="f-grid f-tight">
        {services.map(path => <YesNo key={path} path={path} />)}
        {!allSet && <Button className="f-all" onClick={() => change(now => ({ ...now, ...Object.fromEntries(services.map(path => [path, now[path] ?? true])) }))}>{t('form.allServices')}</Button>}
      </div>
    </>
  );
}

const exclusions = ['town_housing', 'company', 'public_employee'] as const;

export function LandFields() {
  const { t } = useT();
  const { form, change } = useForm();
  const assets = (form['assets'] ?? {}) as FactMap;
  const allSet = [...exclusions, 'cars'].every(name => assets[name] !== undefined);
  return (
    <>
      <div className="f-grid">
        <Amount path="land.cultivated" unit="亩" />
        <Amount path="land.forest" unit="亩" />
        <Amount path="assets.cars" />
      </div>
      <div className="f-grid f-tight">
        {exclusions.map(name => <YesNo key={name} path={`assets.${name}`} />)}
        {!allSet && (
          <Button className="f-all" onClick={() => change(now => ({ ...now, assets: { cars: 0, ...Object.fromEntries(exclusions.map(name => [name, false])), ...((now['assets'] ?? {}) as FactMap) } }))}>
            {t('form.noAssets')}
          </Button>
        )}
      </div>
    </>
  );
}

const components = ['wage', 'business', 'business_cost', 'property', 'transfer', 'excluded'] as const;

export function IncomeFields() {
  const { t } = useT();
  const { form } = useForm();
  const { heads, total, perHead } = totals(form);
  return (
    <>
      <div className="f-grid">
        <Amount path="income.year" />
        {components.map(name => <Amount key={name} path={`income.${name}`} unit={t('form.yuan')} />)}
      </div>
      <p className="f-total" aria-live="polite">{t('form.total', { total: money(total), heads, perHead: perHead === null ? '—' : money(perHead) })}</p>
    </>
  );
}
