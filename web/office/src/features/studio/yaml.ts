export type Yaml = string | number | boolean | null | Plain | Yaml[] | { [key: string]: Yaml };

/** A text that stands as it is written: an expression, a number, a date. */
export class Plain {
  constructor(readonly text: string) {}
}

/** In one line, as packs are written: `{zh: "…", en: "…"}`, `[{source: county, share: 1}]`. What JSON quotes, YAML reads. */
export function flow(value: Yaml): string {
  if (value instanceof Plain) return value.text;
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).map(([key, one]) => `${/^[A-Za-z][\w-]*$/.test(key) ? key : JSON.stringify(key)}: ${flow(one)}`).join(', ')}}`;
  return JSON.stringify(value);
}

/** A file's members, one a line; those that are absent are left out. */
export const lines = (members: Record<string, Yaml | undefined>): string => Object.entries(members).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}: ${flow(value!)}\n`).join('');

/** An expression as an author would write it: plain where YAML reads it as it stands, else between quotes. */
export function rule(text: string): Plain {
  const typed = text.trim();
  if (/^[\w\u4e00-\u9fff(][^#:{}[\],&*!|>'"%@`]*$/.test(typed)) return new Plain(typed);
  return new Plain(typed.includes("'") || typed.includes('\n') ? JSON.stringify(typed) : `'${typed}'`);
}

/** A fact as somebody types it: a number, yes or no, nothing known, or words. */
export function fact(typed: string): Yaml {
  const text = typed.trim();
  if (/^-?\d+(\.\d+)?$/.test(text) && !/^0\d/.test(text)) return Number(text);
  // As people write it: shi, fou.
  if (text === 'true' || text === '\u662f') return true;
  if (text === 'false' || text === '\u5426') return false;
  if (text === 'null') return null;
  return text;
}

/** `disability.grade` = 2 as `{disability: {grade: 2}}`. */
export function nested(facts: { name: string; value: string }[]): Record<string, Yaml> {
  const root: Record<string, Yaml> = {};
  for (const one of facts) {
    const steps = one.name.trim().replace(/^household\./, '').split('.');
    let at = root;
    for (const step of steps.slice(0, -1)) {
      const next = at[step];
      at = (at[step] = typeof next === 'object' && next !== null && !Array.isArray(next) && !(next instanceof Plain) ? next : {}) as Record<string, Yaml>;
    }
    at[steps.at(-1)!] = fact(one.value);
  }
  return root;
}

/** An id that a name suggests: its English words. */
export const idOf = (name: string, separator = '-'): string => name.toLowerCase().replace(/[^a-z0-9]+/g, separator).replace(/^[\d_-]+/, '').slice(0, 60).replace(new RegExp(`${separator}+$`), '');
