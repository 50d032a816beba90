/** Closed lists of `household.schema.json`, in the order people expect. */
export const statuses = ['registered', 'exited', 'monitored', 'applicant', 'none'] as const;
export const categories = ['general', 'dibao_poor', 'dibao', 'wubao'] as const;
export const causes = [
  'illness', 'disability', 'schooling', 'disaster', 'land', 'water', 'skills', 'labour', 'capital', 'transport', 'motivation',
  'marriage', 'funeral', 'accident', 'business_failure', 'unstable_work', 'other',
] as const;
export const labours = ['ordinary', 'skilled', 'weak', 'lost', 'none'] as const;
export const attainments = ['illiterate', 'primary', 'junior', 'senior', 'college', 'preschool_age'] as const;
export const healths = ['healthy', 'chronic', 'serious_illness', 'disabled'] as const;
export const hardships = ['special', 'distressed', 'five_no', 'three_no', 'backstop'] as const;
export const housingGrades = ['A', 'B', 'C', 'D'] as const;
export const stages = ['none', 'preschool', 'primary', 'junior', 'senior', 'vocational_secondary', 'vocational_college', 'undergraduate', 'postgraduate'] as const;

export const statusTone = (status: string | null | undefined) => (({ registered: 'warn', exited: 'good', monitored: 'info', applicant: 'info' }) as const)[status ?? ''] ?? 'plain';

/** Which code list a fact's value comes from, by the last part of its path. */
const systemOf: Record<string, string> = {
  status: 'status', category: 'category', monitoring: 'monitoring', causes: 'cause', labour: 'labour', attainment: 'attainment', health: 'health', hardship: 'hardship',
  sex: 'sex', relation: 'relation', ethnicity: 'ethnicity', stage: 'stage', mode: 'relocation_mode', programme: 'programme',
};
const systemOfPath: Record<string, string> = { 'housing.grade': 'housing_grade', 'school.place': 'school_place', 'employment.place': 'work_place', 'disability.category': 'disability_category', 'disability.grade': 'disability_grade' };

export function systemFor(path: string): string | undefined {
  const parts = path.split('.').filter(part => !/^\d+$/.test(part));
  return systemOfPath[parts.slice(-2).join('.')] ?? systemOf[parts.at(-1) ?? ''];
}

/** Relations to the head (GB/T 4761) that are met often, the commonest first. */
export const relations = ['02', '10', '20', '30', '28', '38', '41', '42', '51', '52', '53', '54', '55', '56', '71', '73', '75', '77', '93', '94', '97', '99'];
