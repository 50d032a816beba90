import { use } from 'react';
import { RegionSelect } from '../../shared/RegionSelect';
import { useT } from '../../framework/i18n';
import { today } from '../../framework/format';
import { Day, Text } from './controls';
import { useForm, useRegionName } from './FormContext';
import { HousingFields, IncomeFields, LandFields, StatusFields } from './HouseStep';
import { MembersStep } from './MembersStep';
import type { Step } from './RegisterForm';
import { AddMember, FormSection, MembersRecorded } from './sections';

export const checkSections = ['place', 'members', 'status', 'housing', 'land', 'income'] as const;

export const steps: Step[] = [
  { title: 'form.step.people', content: () => <People /> },
  { title: 'form.step.house', content: () => <House /> },
];

function People() {
  const add = use(AddMember);
  return (
    <>
      <FormSection id="place" paths={['group', 'phone', 'bank_account', 'registered_on']}><PlaceFields /></FormSection>
      <FormSection id="members" summary={<MembersRecorded />}><MembersStep add={add} /></FormSection>
    </>
  );
}

function House() {
  return (
    <>
      <FormSection id="status" paths={['status', 'category', 'causes', 'hardship', 'monitoring', 'exited_on']}><StatusFields /></FormSection>
      <FormSection id="housing" paths={['housing.grade', 'housing.area', 'housing.structure', 'water_safe', 'electricity', 'toilet_sanitary', 'broadband']}><HousingFields /></FormSection>
      <FormSection id="land" paths={['land.cultivated', 'land.forest', 'assets.cars', 'assets.town_housing', 'assets.company', 'assets.public_employee']}><LandFields /></FormSection>
      <FormSection id="income" paths={['income.year', 'income.wage', 'income.business', 'income.business_cost', 'income.property', 'income.transfer', 'income.excluded']}><IncomeFields /></FormSection>
    </>
  );
}

function PlaceFields() {
  const { t } = useT();
  const { form, before, set, notes, seen } = useForm();
  const region = form['region'] as string | undefined;
  const name = useRegionName(before ? region : undefined);
  const missing = seen.has('region') && notes.errors.some(item => item.path === 'region');
  return (
    <div className="f-grid">
      {before ? <p className="faint">{t('form.placeFixed', { name: name.data?.name ?? region ?? '' })}</p> : (
        <div className={`f-field f-place${missing ? ' f-wrong' : ''}`} role="group" aria-label={t('form.place')}>
          <span className="f-label">{t('region.township')} / {t('region.village')}</span>
          <span className="f-row"><RegionSelect value={region} onChange={code => set('region', code)} /></span>
        </div>
      )}
      <Text path="group" />
      <Text path="phone" numeric="numeric" hint={before ? t('form.phone.masked') : undefined} />
      <Text path="bank_account" numeric="numeric" hint={before ? t('form.phone.masked') : undefined} />
      <Day path="registered_on" max={today()} />
    </div>
  );
}
