import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import codes from '../src/resources/codes.zh.json';

const server = join(import.meta.dirname, '../../../src');
const sources = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.cs')).map(name => readFileSync(join(server, name), 'utf8')).join('\n');
const found = (pattern: RegExp) => Array.from(new Set(Array.from(sources.matchAll(pattern), match => match[1]!)));

test('whatever the server writes into its records is said in words by the audit viewer', () => {
  expect(existsSync(server)).toBe(true);
  const actions = found(/(?:RunAsync\(|[aA]udit\.Add\(|\.ReadAsync\(|\.RefusedAsync\(|SeenAsync\(log, |StateAsync\([^\n]*null, )\s*"([a-z]+(?:\.[a-z-]+)+)"/g);
  const subjects = found(/new AuditSubject\(\s*"([a-z-]+)"/g);
  expect(actions.length).toBeGreaterThan(90);
  expect(subjects.length).toBeGreaterThan(15);
  expect(actions.filter(action => !(`action.${action}` in codes))).toEqual([]);
  expect(subjects.filter(subject => !(`subject.${subject}` in codes))).toEqual([]);
});
