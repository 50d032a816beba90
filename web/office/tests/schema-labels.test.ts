import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import codes from '../src/resources/codes.zh.json';

interface Node {
  type?: unknown;
  enum?: (string | null)[];
  items?: Node;
  properties?: Record<string, Node>;
}

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../../src/Modules/Policy/Dictionary/household.schema.json'), 'utf8')) as Node;
/** Lists that no screen shows yet. */
const unseen = new Set(['linkages', 'received']);

function* fields(node: Node, path: string[]): Generator<[string[], Node]> {
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    if (unseen.has(name)) continue;
    yield [[...path, name], child];
    yield* fields(child, [...path, name]);
    if (child.items) yield* fields(child.items, [...path, name]);
  }
}

test('every field of a household that a screen can show has a label', () => {
  const missing = Array.from(fields(schema, []), ([path]) => path.filter(part => part !== 'persons'))
    .filter(path => path.length > 0)
    .filter(path => !(`field.${path.slice(-2).join('.')}` in codes) && !(`field.${path.at(-1)}` in codes))
    .map(path => path.join('/'));
  expect(missing).toEqual([]);
});
