import type { Translate } from '../../framework/i18n';
import type { StudioName } from './api';

/** What stands in an expression: a name with its label, a code with its label, or what is written as it is. */
export interface Token {
  text: string;
  kind: 'name' | 'code' | 'plain';
  /** As it is written, when the text is a label. */
  raw: string;
}

export interface Names {
  all: StudioName[];
  find: (path: string) => StudioName | undefined;
}

const prefix = /^(household|户)\./;

/** Names by the way that rules write them; of a list's members (`p.age`) the last part is enough. */
export function namesOf(all: StudioName[]): Names {
  const exact = new Map<string, StudioName>();
  for (const name of all) for (const word of [name.name, ...name.aliases]) if (!exact.has(word)) exact.set(word, name);
  return { all, find: path => exact.get(path) ?? exact.get(path.replace(prefix, '')) ?? (path.includes('.') ? exact.get(path.slice(path.indexOf('.') + 1)) : undefined) };
}

const pattern = /get value\(results, "([^"]+)"\)(?:\.amount)?|"([^"]*)"|[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*(?:\.[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*)*/g;

/** An expression cut into what is said by a label and what is not. */
export function tokens(text: string, names: Names, say: Translate['text'], tested?: string): Token[] {
  const found: Token[] = [];
  let last = 0;
  let named = tested ? names.find(tested) : undefined;
  for (const match of text.matchAll(pattern)) {
    if (match.index > last) found.push({ text: text.slice(last, match.index), kind: 'plain', raw: text.slice(last, match.index) });
    last = match.index + match[0].length;
    if (match[2] !== undefined) {
      const label = named?.codes.find(one => one.code === match[2])?.label;
      found.push(label ? { text: `“${label}”`, kind: 'code', raw: match[0] } : { text: match[0], kind: 'plain', raw: match[0] });
      continue;
    }
    const name = names.find(match[1] !== undefined ? `get value(results, "${match[1]}").amount` : match[0]);
    if (name) named = name;
    found.push(name ? { text: say(name.label), kind: 'name', raw: match[0] } : { text: match[0], kind: 'plain', raw: match[0] });
  }
  if (last < text.length) found.push({ text: text.slice(last), kind: 'plain', raw: text.slice(last) });
  return found;
}

/** The word that the caret stands behind, with its beginning. */
export function wordAt(text: string, caret: number): { word: string; from: number } {
  const before = /[\w.\u4e00-\u9fff]+$/.exec(text.slice(0, caret));
  return before ? { word: before[0], from: caret - before[0].length } : { word: '', from: caret };
}

/** Names that a typed word may mean: by their id, label, other names, pinyin or its initials; the nearest first. */
export function completions(word: string, names: StudioName[], of: string | undefined): StudioName[] {
  const typed = word.toLowerCase();
  if (typed.length === 0 || /^[\d.]+$/.test(typed)) return [];
  const rank = (name: StudioName): number => {
    const words = [name.name, name.label.zh, ...name.aliases].map(one => one.toLowerCase());
    if (words.includes(typed)) return 0;
    if (words.some(one => one.startsWith(typed))) return 1;
    if (name.reading.some(one => one.startsWith(typed))) return 2;
    if (words.some(one => one.includes(typed)) || name.label.en.toLowerCase().includes(typed)) return 3;
    return typed.length > 2 && name.reading[0]?.includes(typed) ? 4 : 9;
  };
  return names
    .filter(name => !name.of || !of || name.of === of || (of === 'person' && name.of === 'household'))
    .map(name => ({ name, rank: rank(name) + (name.of && of && name.of !== of ? 0.5 : 0) }))
    .filter(one => one.rank < 9)
    .toSorted((a, b) => a.rank - b.rank || a.name.name.length - b.name.name.length)
    .slice(0, 8)
    .map(one => one.name);
}

/** How a rule about `of` writes a name: a person's rule reads the household's facts through it. */
export const written = (name: StudioName, of: string | undefined): string => (of === 'person' && name.of === 'household' ? `household.${name.name}` : name.name);
