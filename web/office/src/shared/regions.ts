/** Significant digits of a 12-digit code: county 6, township 9, village 12. */
export function regionLevel(code: string): 'county' | 'township' | 'village' | 'above' {
  if (code.length === 12 && !code.endsWith('000')) return 'village';
  const short = code.replace(/0+$/, '');
  if (short.length <= 4) return 'above';
  return short.length <= 6 ? 'county' : 'township';
}
