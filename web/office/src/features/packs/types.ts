import type { LocalText } from '@fuyao/shared';
import type { Quote } from '../../shared/policy';

export interface PackSummary {
  id: string;
  title: LocalText;
  version: string;
  valid_from?: string | null;
  valid_to?: string | null;
  jurisdiction?: string | null;
}

export interface PackPolicy {
  id: string;
  title: LocalText;
  subject: string;
  unit: string;
  kind?: string | null;
  payee?: string | null;
  eligible?: string | null;
  source?: Quote | null;
  funding?: { source: string; share?: string | number | null }[] | null;
}

export interface Pack extends PackSummary {
  policies: PackPolicy[];
}
