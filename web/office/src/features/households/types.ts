import type { Schemas } from '@fuyao/shared/api';

export type HouseholdRow = Schemas['HouseholdLine'];
export type HistoryItem = Schemas['HistoryEntry'];
export type IncomeWorking = Pick<Schemas['HouseholdIncome'], 'lines' | 'heads'> & Partial<Schemas['HouseholdIncome']>;
export type BenefitAnswer = Schemas['HouseholdBenefits'];
export type StoredAward = Schemas['StoredAward'];
export type ChangeInfo = Schemas['ChangeInfo'];

/** Facts as `household.schema.json` names them; absent means nothing is recorded. */
export type FactValue = string | number | boolean | null | FactValue[] | { [member: string]: FactValue };
export type FactMap = Record<string, FactValue>;

export type PersonRecord = Omit<Schemas['PersonView'], 'facts' | 'provenance'> & { facts: FactMap; provenance: Record<string, string> };
export type HouseholdRecord = Omit<Schemas['HouseholdView'], 'facts' | 'provenance' | 'persons'> & { facts: FactMap; provenance: Record<string, string>; persons: PersonRecord[] };
