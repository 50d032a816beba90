import { createContext, use } from 'react';
import type { StudioFinding, StudioReport } from './api';
import type { Names } from './names';
import type { PackEdit } from './api';

/** What every part of a pack's page needs: names for labels, and – in a draft – how to check and save. */
export interface Studio {
  names: Names;
  /** Names as written instead of labels. */
  ids: boolean;
  report: StudioReport;
  /** Null when the pack is only read. */
  edit: null | {
    draft: string;
    /** Checks a change while it is typed; what comes is shown beside the tests. */
    check: (edits: PackEdit[], signal: AbortSignal) => Promise<StudioReport>;
    /** What was typed last and not saved came to this; null: as saved. */
    preview: (report: StudioReport | null) => void;
    save: (edits: PackEdit[], reason: string) => Promise<void>;
    /** Takes an item of the pack that is extended into the draft. */
    override: (kind: 'policy' | 'parameter' | 'check', item: string, reason: string) => Promise<void>;
  };
}

export const StudioContext = createContext<Studio | null>(null);

export function useStudioContext(): Studio {
  const studio = use(StudioContext);
  if (!studio) throw new Error('Outside of a studio page');
  return studio;
}

export const same = (a: readonly string[] | null | undefined, b: readonly string[]) => !!a && a.length === b.length && a.every((step, index) => step === b[index]);

export const findingsAt = (report: StudioReport, file: string | null | undefined, path: readonly string[]): StudioFinding[] =>
  file ? report.findings.filter(one => one.file === file && same(one.path, path)) : [];
