import type { LocalText } from '@fuyao/shared';

/** A policy's result for one subject, as the contract's `eval` prints it, with the names that people read. */
export interface PolicyResult {
  policy: string;
  title?: LocalText | null;
  subject: string;
  subject_name?: string | null;
  unit: string;
  period?: string | null;
  status: string;
  amount?: string | null;
  value?: unknown;
  parts?: { kind: string; payee?: string | null; amount: string }[] | null;
  funding?: { source: string; amount: string }[] | null;
  by?: string | null;
  needs?: string[] | null;
  because?: Because[] | null;
  source?: Quote | null;
}

export interface Because {
  expression?: string | null;
  value?: unknown;
  table?: string | null;
  row?: number | null;
}

export interface Quote {
  file?: string | null;
  plan?: string | null;
  quote?: string | null;
}
