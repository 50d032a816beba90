const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export interface IdFacts {
  sex: 'male' | 'female';
  birth: string;
}

/** Without blanks and dashes, `x` large. */
export const tidy = (typed: string): string => typed.replace(/[\s-]/g, '').toUpperCase();

/** GB 11643: the last place for the first seventeen. */
export function checkDigit(body: string): string {
  return '10X98765432'[weights.reduce((sum, weight, at) => sum + weight * Number(body[at]), 0) % 11]!;
}

/** What an 18-place number says; null when its form, date or check place is wrong. */
export function readId(number: string): IdFacts | null {
  if (!/^\d{17}[\dX]$/.test(number) || checkDigit(number) !== number[17]) return null;
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const day = new Date(`${birth}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== birth) return null;
  return { sex: Number(number[16]) % 2 === 1 ? 'male' : 'female', birth };
}

/** Why a number is not one yet: still being typed, or wrong. */
export function idFault(number: string): 'short' | 'form' | 'check' | null {
  if (number === '' || readId(number)) return null;
  if (number.length < 18) return 'short';
  return /^\d{17}[\dX]$/.test(number) && checkDigit(number) !== number[17] ? 'check' : 'form';
}

/** Whole years on a day. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}
