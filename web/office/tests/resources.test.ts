import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import codesEn from '../src/resources/codes.en.json';
import codesZh from '../src/resources/codes.zh.json';
import en from '../src/resources/en';
import zh from '../src/resources/zh';

const source = join(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(name => /\.tsx?$/.test(name));
const code = files.map(name => readFileSync(join(source, name), 'utf8')).join('\n');

/** Every quoted string of the sources, and the beginnings of templates such as `sort.${value}`. */
const quoted = new Set(Array.from(code.matchAll(/'([\w.-]+)'/g), found => found[1]!));
const prefixes = Array.from(code.matchAll(/t\(`([\w.-]+\.)\$\{/g), found => found[1]!);

test('both languages have the same keys, and no text is empty', () => {
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted());
  expect(Object.keys(codesEn)).toEqual(Object.keys(codesZh));
  for (const resource of [zh, en, codesZh, codesEn]) expect(Object.entries(resource).filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('every key that a screen asks for exists', () => {
  const asked = Array.from(code.matchAll(/\bt\('([^']+)'/g), found => found[1]!);
  expect(asked.length).toBeGreaterThan(200);
  expect(asked.filter(key => !(key in zh))).toEqual([]);
});

test('no key is unused', () => {
  expect(Object.keys(zh).filter(key => !quoted.has(key) && !prefixes.some(prefix => key.startsWith(prefix)))).toEqual([]);
});

test('both languages fill the same places', () => {
  const places = (text: string) => Array.from(text.matchAll(/\{(\w+)\}/g), found => found[1]).toSorted();
  for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect([key, places(en[key])]).toEqual([key, places(zh[key])]);
});

test('no screen holds Chinese text of its own, except units of area', () => {
  const found = files.flatMap(name =>
    readFileSync(join(source, name), 'utf8').split('\n').filter(line => /['"`>][^'"`/*]*[\u4e00-\u9fff]/.test(line) && !/^\s*(\/\/|\/?\*)/.test(line)).map(line => `${name}: ${line.trim()}`),
  );
  expect(found.filter(line => !/亩|中文|年\$|、|,|\/\*\*|wordsZh|仿宋|\/\/ /.test(line))).toEqual([]);
});
