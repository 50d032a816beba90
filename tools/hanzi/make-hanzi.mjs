// Writes src/Kernel/Text/hanzi.dat from the Unicode Han database as Debian packages it (unicode-data, Unicode licence):
// the readings of each character without tones, and the plain form of characters that GB 2312 does not hold.
// Run: apt-get install unicode-data && node make-hanzi.mjs [/usr/share/unicode]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const from = process.argv[2] ?? '/usr/share/unicode';

/** field → character → value */
function fields(file, wanted) {
  const found = Object.fromEntries(wanted.map(name => [name, new Map()]));
  const text = execFileSync('bzcat', [join(from, `Unihan_${file}.txt.bz2`)], { maxBuffer: 1 << 28 }).toString('utf8');
  for (const line of text.split('\n')) {
    const [code, field, value] = line.split('\t');
    if (code.startsWith('U+') && found[field]) found[field].set(String.fromCodePoint(parseInt(code.slice(2), 16)), value);
  }
  return found;
}

const plainLetters = text => text.normalize('NFD').replace(/\u0308/g, 'v').replace(/uv/g, 'v').replace(/[^a-z]/g, '');
const gb2312 = new Set();
const decoder = new TextDecoder('gb2312');
for (let row = 0xb0; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) gb2312.add(decoder.decode(new Uint8Array([row, cell])));

const { kMandarin, kXHC1983, kHanyuPinyin } = fields('Readings', ['kMandarin', 'kXHC1983', 'kHanyuPinyin']);
const first = new Map();
const further = new Map();
const add = (map, reading, character) => map.set(reading, (map.get(reading) ?? '') + character);
for (const character of new Set([...kMandarin.keys(), ...kXHC1983.keys(), ...kHanyuPinyin.keys()])) {
  if (character.codePointAt(0) > 0xffff) continue;
  // The usual reading first, then those of the modern dictionary: old readings would only find the wrong people.
  const modern = (kXHC1983.get(character) ?? '').split(' ').filter(Boolean).map(entry => entry.split(':')[1]);
  const old = (kHanyuPinyin.get(character) ?? '').split(' ').filter(Boolean).flatMap(entry => entry.split(':')[1].split(','));
  const usual = (kMandarin.get(character) ?? '').split(' ').filter(Boolean);
  const readings = [...new Set([...usual.slice(0, 1), ...modern, ...(usual.length || modern.length ? [] : old.slice(0, 1))].map(plainLetters))].filter(Boolean);
  readings.forEach((reading, index) => add(index ? further : first, reading, character));
}

const { kSimplifiedVariant, kSemanticVariant, kZVariant } = fields('Variants', ['kSimplifiedVariant', 'kSemanticVariant', 'kZVariant']);
const plain = new Map();
for (const forms of [kSimplifiedVariant, kZVariant, kSemanticVariant]) {
  for (const [character, value] of forms) {
    if (gb2312.has(character) || plain.has(character) || character.codePointAt(0) > 0xffff) continue;
    const target = value.split(' ').map(one => String.fromCodePoint(parseInt(one.slice(2), 16))).find(one => gb2312.has(one));
    if (target) plain.set(character, target);
  }
}

const lines = (map, mark) => [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reading, characters]) => `${mark}${reading} ${[...characters].sort().join('')}`);
const target = join(here, '../../src/Kernel/Text/hanzi.dat');
writeFileSync(target, [...lines(first, ''), ...lines(further, '+'), `= ${[...plain].sort(([a], [b]) => (a < b ? -1 : 1)).flat().join('')}`, ''].join('\n'));
console.log(`${target}: ${first.size} readings, ${plain.size} variants`);
