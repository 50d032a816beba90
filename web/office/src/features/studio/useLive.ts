import { useEffect, useState } from 'react';
import type { PackEdit, StudioFinding } from './api';
import { useStudioContext } from './context';

/** What the server says of edits that are not saved yet, a moment after they were typed; the report beside shows them too. Null edits: nothing to ask. */
export function useLive(edits: PackEdit[] | null): StudioFinding[] {
  const { edit } = useStudioContext();
  const [findings, setFindings] = useState<StudioFinding[]>([]);
  const asked = edits && JSON.stringify(edits);
  useEffect(() => {
    if (!edit || asked === null) {
      setFindings([]);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const sent = JSON.parse(asked) as PackEdit[];
      edit.check(sent, stop.signal).then(report => {
        if (stop.signal.aborted) return;
        setFindings(report.findings.filter(one => one.severity === 'error' && sent.some(part => part.file === one.file)));
        edit.preview(report);
      }, () => undefined);
    }, 300);
    return () => {
      clearTimeout(timer);
      stop.abort();
      edit.preview(null);
    };
    // oxlint-disable-next-line react/exhaustive-deps -- only what is typed asks again
  }, [asked]);
  return findings;
}
