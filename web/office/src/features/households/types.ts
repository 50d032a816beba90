import type { LocalText } from '@fuyao/shared';
import type { PolicyResult, Quote } from '../../shared/policy';

export interface RegionName {
  code: string;
  name: string;
  township?: string | null;
  county?: string | null;
}

export interface HouseholdRow {
  id: string;
  number: string;
  version: string;
  region: RegionName;
  group?: string | null;
  head_name?: string | null;
  members: number;
  status?: string | null;
  category?: string | null;
  main_cause?: string | null;
  income_per_head?: string | null;
  phone_masked?: string | null;
}

/** Facts as `household.schema.json` names them; absent means nothing is recorded. */
export type FactValue = string | number | boolean | null | FactValue[] | { [member: string]: FactValue };
export type FactMap = Record<string, FactValue>;

export interface Provenance {
  change?: string;
  at?: string | null;
  actor?: string | null;
  channel?: string | null;
  reason?: string | null;
  source?: string | null;
}

export interface PersonRecord {
  id: string;
  number?: string | null;
  version?: string | null;
  name?: string | null;
  id_number_masked?: string | null;
  disability_card_masked?: string | null;
  phone_masked?: string | null;
  facts: FactMap;
}

export interface HouseholdRecord {
  id: string;
  number: string;
  version: string;
  valid_from?: string | null;
  valid_to?: string | null;
  recorded_at?: string | null;
  region: RegionName;
  facts: FactMap;
  head_name?: string | null;
  phone_masked?: string | null;
  bank_account_masked?: string | null;
  income_per_head?: string | null;
  persons: PersonRecord[];
  provenance?: Record<string, Provenance> | null;
}

export interface HistoryItem {
  change: string;
  at: string;
  actor?: string | null;
  channel: string;
  reason?: string | null;
  evidence?: string | null;
  source?: string | null;
  valid_from?: string | null;
  subject: { kind: string; id: string; name?: string | null };
  fields: { path: string; before?: FactValue; after?: FactValue }[];
}

export interface IncomeLine {
  id: string;
  label: LocalText | string;
  amount: string;
  sign: number;
}

export interface IncomeWorking {
  year?: number | null;
  lines: IncomeLine[];
  heads: number;
  total?: string | null;
  per_head?: string | null;
  needs?: string[] | null;
  definition?: LocalText | string | null;
  source?: Quote | null;
}

export interface BenefitAnswer {
  on: string;
  pack?: { id: string; title: LocalText | string; version?: string } | null;
  results: PolicyResult[];
  awards?: StoredAward[] | null;
}

export interface StoredAward {
  run: string;
  period: string;
  policy: string;
  title?: LocalText | null;
  subject_name?: string | null;
  amount: string;
  state?: string | null;
}
