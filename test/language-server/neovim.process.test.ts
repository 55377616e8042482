import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

test('in Neovim a slip is told of with its place, and a rename goes through the file', {
  skip: !hasNeovim && 'there is no nvim',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'neovim-'));
  try {
    const pipeline = join(folder, 'a.pipeline.yaml');
    writeFileSync(
      pipeline,
      'tasks:\n  load:\n    run: x\n  train:\n    needs: [load, fetc]\n    run: y ${{ tasks.load.status }}\n',
    );
    const server = JSON.stringify([process.execPath, here('../../language-server/main.ts'), '--stdio']);
    const env = { ...process.env, SERVER: server, PIPELINE: pipeline, HOME: folder, XDG_CONFIG_HOME: folder };
    const args = ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-S', here('neovim.lua')];
    const { stdout } = await promisify(execFile)('nvim', args, { cwd: folder, env, timeout: 60_000 });
    assert.deepEqual(JSON.parse(stdout), {
      told: ['4:18 There is no task "fetc".'],
      text: 'tasks:\n  fetch:\n    run: x\n  train:\n    needs: [fetch, fetc]\n    run: y ${{ tasks.fetch.status }}',
      after: 'There is no task "fetc". Did you mean "fetch"?',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
