import type { LocalText } from '@fuyao/shared';

export interface Run {
  id: string;
  pack: string;
  pack_title?: LocalText | string | null;
  period: string;
  region: { code: string; name: string };
  state: string;
  job?: string | null;
  households?: number | null;
  persons?: number | null;
  awards?: number | null;
  amount?: string | null;
  by_policy?: { policy: string; title?: LocalText | null; awards: number; amount: string }[] | null;
  by_source?: { source: string; amount: string }[] | null;
  undetermined?: number | null;
  seconds?: number | null;
  created_at: string;
  created_by?: string | null;
}

export interface Award {
  id: string;
  household: { id: string; number: string; head_name?: string | null };
  subject_name?: string | null;
  policy: string;
  title?: LocalText | null;
  amount: string;
  unit: string;
  period: string;
  village?: { code: string; name: string } | null;
}
