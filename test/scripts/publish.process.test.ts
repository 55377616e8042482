import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'publish-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('a dry run packs both packages without a warning, sends nothing, and the command line of its package works', async () => {
  const { stdout, stderr } = await run(process.execPath, ['scripts/publish.mjs', '--dry-run'], { cwd: root });
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  assert.doesNotMatch(stdout + stderr.replace(/^npm warn .*$/gm, ''), /warn/i);
  const sent = [...stdout.matchAll(/^would send to (.*?): (.*)$/gm)].map(([, to, words]) => `${to}: ${words}`);
  assert.deepEqual(sent, [
    `the Visual Studio Marketplace: npx vsce publish --packagePath artifacts/dagwright-${version}.vsix`,
    `Open VSX: npx --yes ovsx publish artifacts/dagwright-${version}.vsix`,
    `npm: npm publish --access public artifacts/dagwright-${version}.tgz`,
  ]);
  await run('tar', ['-xzf', join(root, 'artifacts', `dagwright-${version}.tgz`), '-C', folder]);
  const program = join(folder, 'package', 'dist', 'dagwright.js');
  assert.equal((await run(process.execPath, [program, '--version'], { cwd: folder })).stdout.trim(), version);
});

test('without a dry run nothing is packed while a token is missing', async () => {
  const env = { ...process.env, VSCE_PAT: '', OVSX_PAT: '', NODE_AUTH_TOKEN: '' };
  const failed = await run(process.execPath, ['scripts/publish.mjs'], { cwd: root, env }).catch(error => error);
  assert.match(failed.stderr, /^Set VSCE_PAT, OVSX_PAT, NODE_AUTH_TOKEN, or try --dry-run\./);
});
