import type { ReactNode } from 'react';

/** A table wider than its place scrolls by itself, by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
  return <div className="table-scroll" role="group" aria-label={label} tabIndex={0}>{children}</div>;
}
