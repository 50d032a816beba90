import type { LocalText, ProblemDetails } from '@fuyao/shared';

export interface ImportCounts {
  accepted: number;
  unchanged: number;
  refused: number;
  warnings: number;
  households?: number | null;
}

export interface ImportRecord {
  id: string;
  file: string;
  region: { code: string; name: string };
  dry_run: boolean;
  as_of?: string | null;
  state: string;
  job?: string | null;
  counts?: ImportCounts | null;
  created_at: string;
  created_by?: string | null;
  finished_at?: string | null;
  problem?: ProblemDetails | LocalText | string | null;
}

export interface ImportError {
  sheet?: string | null;
  row?: number | null;
  column?: string | null;
  value?: string | null;
  code: string;
  level?: string | null;
  message: LocalText | string;
}
