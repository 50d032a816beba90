// Sizes of what a page loads (gzip, scripts and styles), against the budgets of the house. Run after a build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../office/dist');
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
const entry = Object.keys(manifest).find(key => manifest[key].isEntry);

/** The files that an entry and its static imports bring. */
function files(key, found = new Set(), seen = new Set()) {
  if (seen.has(key)) return found;
  seen.add(key);
  // A file that several chunks share is listed by its name.
  const chunk = manifest[key] ?? Object.values(manifest).find(c => c.name === key);
  if (!chunk) throw new Error(`${key} is not in the manifest: was a page renamed?`);
  found.add(chunk.file);
  for (const style of chunk.css ?? []) found.add(style);
  for (const next of chunk.imports ?? []) files(next, found, seen);
  return found;
}

const shell = [entry, 'src/shell/Shell.tsx'];
/** Words and labels of codes: fetched beside the first page. */
const words = ['src/resources/zh.ts', 'codes.zh'];
const pages = [
  { name: 'shell', keys: shell, limit: 260 },
  { name: 'sign-in', keys: [entry, 'src/features/signin/SignIn.tsx'], limit: 260 },
  { name: 'household list', keys: [...shell, ...words, 'src/features/households/HouseholdList.tsx'], limit: 360 },
  { name: 'household page', keys: [...shell, ...words, 'src/features/households/HouseholdPage.tsx'], limit: 360 },
  { name: 'import', keys: [...shell, ...words, 'src/features/imports/ImportList.tsx'], limit: 360 },
  { name: 'run', keys: [...shell, ...words, 'src/features/runs/RunPage.tsx'], limit: 360 },
  { name: 'county home with chart', keys: [...shell, ...words, 'src/features/home/HomePage.tsx', 'src/features/home/TownshipChart.tsx'], limit: 500 },
];

let over = 0;
for (const page of pages) {
  const all = new Set();
  for (const key of page.keys) for (const file of files(key)) all.add(file);
  const size = [...all].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1024;
  if (size > page.limit) over++;
  console.log(`${page.name.padEnd(24)} ${size.toFixed(1).padStart(7)} KB of ${page.limit} ${size > page.limit ? 'TOO LARGE' : 'ok'}`);
}
process.exit(over > 0 ? 1 : 0);
