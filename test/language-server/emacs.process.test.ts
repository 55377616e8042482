import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fences, pages } from '../docs/pages.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const hasEglot = spawnSync('emacs', ['--batch', '--eval', "(require 'eglot)"]).status === 0;

test('in Emacs, set up as the page says, a slip is told of with its place, and a rename goes through the file', {
  skip: !hasEglot && 'there is no Emacs with eglot',
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emacs-'));
  try {
    const page = pages().find(({ path }) => path.endsWith('other-editors.md'));
    const settings = join(folder, 'settings.el');
    writeFileSync(settings, fences(page?.text ?? '', 'elisp').join('\n'));
    const pipeline = join(folder, 'a.pipeline.yaml');
    writeFileSync(
      pipeline,
      'tasks:\n  load:\n    run: x\n  train:\n    needs: [load, fetc]\n    run: y ${{ tasks.load.status }}\n',
    );
    const env = { ...process.env, ...programIn(folder), PIPELINE: pipeline, SETTINGS: settings, HOME: folder };
    const args = ['--batch', '--load', here('emacs.el')];
    const { stdout } = await promisify(execFile)('emacs', args, { cwd: folder, env, timeout: 90_000 });
    // Some versions of eglot write the source and the code in front.
    assert.deepEqual(JSON.parse(stdout.replaceAll('dagwright [unknown-dependency]: ', '')), {
      mode: 'dagwright-mode',
      told: ['5: There is no task "fetc".'],
      text: 'tasks:\n  fetch:\n    run: x\n  train:\n    needs: [fetch, fetc]\n    run: y ${{ tasks.fetch.status }}\n',
      after: ['5: There is no task "fetc". Did you mean "fetch"?'],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A `dagwright` on PATH that runs from the sources. */
function programIn(folder: string): { readonly PATH: string } {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = `#!/bin/sh\nshift\nexec "${process.execPath}" "${here('../../language-server/main.ts')}" "$@"\n`;
  writeFileSync(join(bin, 'dagwright'), program);
  chmodSync(join(bin, 'dagwright'), 0o755);
  return { PATH: `${bin}${delimiter}${process.env.PATH}` };
}
