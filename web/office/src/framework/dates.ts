/** Days and months as they are typed in an office: `2016-03-05`, `20160305`, `2016.3.5`, `2016/3/5`, `2016年3月5日`, in full-width figures too. */
export type DateKind = 'date' | 'month';

export type DateFault = { fault: 'unreadable' | 'incomplete' } | { fault: 'noDay'; month: string; last: number } | { fault: 'before' | 'after'; limit: string };

const wholes: Record<DateKind, RegExp> = {
  date: /^(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))$/,
  month: /^(\d{4})(?:[-/.年]\s*(\d{1,2})月?|(\d{2}))$/,
};

/** What may still become a date when more is typed. */
const beginnings: Record<DateKind, RegExp> = {
  date: /^(\d{0,4}|\d{4}(0|1|0[1-9]|1[0-2])|\d{4}(0[1-9]|1[0-2])[0-3]|\d{4}[-/.年]\s*(0?[1-9]?|1[0-2]?)|\d{4}[-/.年]\s*(0?[1-9]|1[0-2])[-/.月]\s*[0-3]?)$/,
  month: /^(\d{0,4}|\d{4}[01]|\d{4}[-/.年]\s*[01]?)$/,
};

const plain = (typed: string) => typed.normalize('NFKC').trim();
const two = (value: string) => value.padStart(2, '0');

export const daysOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The ISO day or month that was typed, or null. */
export function readDate(typed: string, kind: DateKind = 'date'): string | null {
  const parts = wholes[kind].exec(plain(typed));
  if (!parts) return null;
  const [, year = '', ...rest] = parts;
  const [month = '', day = '1'] = rest.filter(Boolean);
  if (Number(year) < 1 || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysOf(Number(year), Number(month))) return null;
  return kind === 'date' ? `${year}-${two(month)}-${two(day)}` : `${year}-${two(month)}`;
}

/** Why what was typed is no date of the range, or null; what is only begun is left alone while it is being typed. */
export function dateFault(typed: string, { kind = 'date', min, max, typing = false }: { kind?: DateKind; min?: string; max?: string; typing?: boolean }): DateFault | null {
  const text = plain(typed);
  if (text === '') return null;
  const found = readDate(text, kind);
  if (found) return min && found < min ? { fault: 'before', limit: min } : max && found > max ? { fault: 'after', limit: max } : null;
  if (beginnings[kind].test(text)) return typing ? null : { fault: 'incomplete' };
  const [, year = '', ...rest] = wholes[kind].exec(text) ?? [];
  const month = rest.find(Boolean) ?? '';
  if (kind === 'date' && Number(month) >= 1 && Number(month) <= 12) return { fault: 'noDay', month: `${year}-${two(month)}`, last: daysOf(Number(year), Number(month)) };
  return { fault: 'unreadable' };
}

/** So many days or months on; a month that has no such day ends at its last one. */
export function stepDate(value: string, { days = 0, months = 0 }: { days?: number; months?: number }): string {
  const [year = 1, month = 1, day = 1] = value.split('-').map(Number);
  const at = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(at / 12), (at % 12) + 1];
  if (value.length === 7) return `${toYear}-${two(String(toMonth))}`;
  const moved = new Date(Date.UTC(toYear, toMonth - 1, Math.min(day, daysOf(toYear, toMonth)) + days));
  return moved.toISOString().slice(0, 10);
}
