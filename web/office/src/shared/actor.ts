import type { Translate } from '../framework/i18n';

/** Who did something, in words: a person by name, whoever works at the machine itself as such. */
export function sayActor(t: Translate['t'], name: string | null | undefined): string {
  const operator = /^operator:(.*)$/.exec(name ?? '');
  return operator ? t('actor.operator', { name: operator[1] ?? '' }) : (name ?? '');
}
