// npm run publish-all: one package for the editors' registries and one for npm, from one build. --dry-run does all but the sending.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { artifactsFolder, projectFolder } from './folders.mjs';
import { runCommand } from './run-command.mjs';

const usage = `npm run publish-all -- [--dry-run]

Checks, builds and packs, then sends the extension to the Visual Studio Marketplace and to Open VSX, and the command line to npm.
Environment: VSCE_PAT, OVSX_PAT, NODE_AUTH_TOKEN.
--dry-run sends nothing and needs none of them.
`;

const largestVsix = 3 * 2 ** 20;

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, help: { type: 'boolean' } } });

async function main() {
  if (values.help) return console.log(usage);
  const isDry = values['dry-run'] === true;
  const { name, version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'));
  if (!isDry) await checkReadiness(version);
  const vsix = join(artifactsFolder, `${name}-${version}.vsix`);
  await run(['npm', 'run', '--silent', 'package', '--', '--out', vsix]);
  const { size } = await stat(vsix);
  if (size > largestVsix) throw new Error(`${vsix} has ${size} bytes; more than ${largestVsix} are too many.`);
  console.log(`✔ ${name}-${version}.vsix, ${(size / 1e6).toFixed(2)} MB`);
  await run(['npm', 'pack', '--silent', '--pack-destination', artifactsFolder]);
  const tarball = join(artifactsFolder, `${name}-${version}.tgz`);
  console.log(`✔ ${name}-${version}.tgz, ${((await stat(tarball)).size / 1e6).toFixed(2)} MB`);
  for (const { to, command } of sendings(vsix, tarball)) {
    if (isDry)
      console.log(`would send to ${to}: ${command.map(word => word.replace(`${projectFolder}/`, '')).join(' ')}`);
    else await run(command);
  }
}

/** @param {string} vsix @param {string} tarball */
function sendings(vsix, tarball) {
  return [
    { to: 'the Visual Studio Marketplace', command: ['npx', 'vsce', 'publish', '--packagePath', vsix] },
    { to: 'Open VSX', command: ['npx', '--yes', 'ovsx', 'publish', vsix] },
    { to: 'npm', command: ['npm', 'publish', '--access', 'public', tarball] },
  ];
}

/** A version is sent once, with all that it says committed and told. @param {string} version */
async function checkReadiness(version) {
  const missing = ['VSCE_PAT', 'OVSX_PAT', 'NODE_AUTH_TOKEN'].filter(key => !process.env[key]);
  if (missing.length > 0) throw new Error(`Set ${missing.join(', ')}, or try --dry-run.`);
  const changes = await readFile(join(projectFolder, 'CHANGELOG.md'), 'utf8');
  if (!changes.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  await run(['git', 'diff', '--quiet', 'HEAD']);
}

/** @param {readonly string[]} command */
async function run([program = '', ...words]) {
  const code = await runCommand(program, words, { cwd: projectFolder });
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with exit code ${code}.`);
}

/** What an earlier try has left. */
async function cleanUp() {
  for (const file of await readdir(artifactsFolder).catch(() => []))
    if (/\.(vsix|tgz)$/.test(file)) await rm(join(artifactsFolder, file));
}

try {
  await cleanUp();
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
