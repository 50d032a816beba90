/** Numbers and dates as ux.md asks: yuan with separators and two places, 万元 for leaders, ISO or 年月日 dates. */
const yuan = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 });

/** `1234.5` → `1,234.50`; nothing for nothing. */
export function money(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  const number = Number(value);
  return Number.isFinite(number) ? yuan.format(number) : String(value);
}

/** `1234567.8` → `123.46` (万元). */
export function tenThousands(value: string | number | null | undefined): string {
  return value === null || value === undefined || value === '' ? '' : upToTwo.format(Number(value) / 10_000);
}

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : whole.format(value);
}

/** Thousands separated, up to two places. */
export function number(value: number): string {
  return upToTwo.format(value);
}

/** The register's days are China's, whatever clock a computer is set to; China has had no summer time since 1991. */
const chinaAhead = 8 * 3_600_000;

/** `2016-05-01 09:30` in China. */
function inChina(at: number): string {
  return new Date(at + chinaAhead).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2016-05-01` in both languages; of an instant its day in China. */
export function day(value: string | null | undefined): string {
  if (!value || value.startsWith('0001-') || value.startsWith('9999-')) return '';
  return value.includes('T') ? instant(value).slice(0, 10) : value.slice(0, 10);
}

/** An instant as date and minute in China. */
export function instant(value: string | null | undefined): string {
  if (!value) return '';
  const at = Date.parse(value);
  return Number.isNaN(at) ? value : inChina(at);
}

/** `2016-05-01` → `2016年5月1日`, for documents. */
export function chineseDay(value: string | null | undefined): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(day(value));
  return found ? `${found[1]}年${Number(found[2])}月${Number(found[3])}日` : '';
}

/** Full years on a day. */
export function ageOn(birth: string | null | undefined, on: string): number | null {
  if (!birth) return null;
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5, 10) < birth.slice(5, 10) ? years - 1 : years;
}

/** The day that it is in China. */
export function today(): string {
  return inChina(Date.now()).slice(0, 10);
}

/** Whether what was recorded at one time was known at another; always, when nothing is asked. */
export function knownThen(at: string | null | undefined, known: string | null | undefined): boolean {
  return !known || !at || Date.parse(at) <= Date.parse(known);
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
