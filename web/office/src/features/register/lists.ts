import zh from '../../resources/codes.zh.json';

const codesOf = (system: string) => Object.keys(zh).filter(key => key.startsWith(`${system}.`)).map(key => key.slice(system.length + 1)).toSorted();

export const relations = codesOf('relation');
/** Those that most households consist of, the head first. */
export const commonRelations = ['02', '12', '11', '20', '30', '51', '52', '38', '28', '41', '42', '61', '62', '73', '77'];
export const ethnicities = codesOf('ethnicity');
export const workPlaces = ['none', 'township', 'county', 'province', 'outside'] as const;
