// Prints what a release is made of as CycloneDX 1.5 JSON: every package of the program and of the office, from the lock files.
import { readFileSync, existsSync } from 'node:fs';

const version = process.argv[2];
const components = new Map();
const lock = JSON.parse(readFileSync('src/Cli/packages.lock.json', 'utf8'));
for (const packages of Object.values(lock.dependencies)) {
  for (const [name, { type, resolved, contentHash }] of Object.entries(packages)) {
    if (type === 'Project' || name.includes('Analyzers')) continue;
    components.set(`nuget/${name}`, {
      type: 'library', name, version: resolved, purl: `pkg:nuget/${name}@${resolved}`,
      ...(contentHash && { hashes: [{ alg: 'SHA-512', content: Buffer.from(contentHash, 'base64').toString('hex') }] }),
    });
  }
}
if (existsSync('web/package-lock.json')) {
  const { packages } = JSON.parse(readFileSync('web/package-lock.json', 'utf8'));
  for (const [path, p] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || p.dev || p.link || !p.version) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    components.set(`npm/${name}@${p.version}`, {
      type: 'library', name, version: p.version, purl: `pkg:npm/${name.replace('@', '%40')}@${p.version}`,
      ...(p.license && { licenses: [{ expression: p.license }] }),
    });
  }
}
console.log(JSON.stringify({
  bomFormat: 'CycloneDX', specVersion: '1.5', version: 1,
  metadata: { component: { type: 'application', name: 'fuyao', version, licenses: [{ license: { id: 'Apache-2.0' } }] } },
  components: [...components.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, c]) => c),
}, null, 1));
