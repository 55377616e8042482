import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { collectOutputs } from '../../runner/collect-outputs.ts';
import { outputsFile } from '../../runner/layout.ts';

/** What may stand where the outputs should: reading the last two would never end. */
const others: readonly (readonly [what: string, make: (file: string) => void])[] = [
  ['a folder', file => mkdirSync(file)],
  ['a device', file => symlinkSync('/dev/zero', file)],
  ['a pipe', file => execFileSync('mkfifo', [file])],
];

for (const [what, make] of others) {
  test(`${what} in the place of the outputs is said, not read`, context => {
    const folder = mkdtempSync(join(tmpdir(), 'dagwright-outputs-'));
    context.after(() => rmSync(folder, { recursive: true }));
    const attempt = join(folder, 'a.1');
    make(outputsFile(attempt));
    assert.deepEqual(collectOutputs({ rows: { type: 'integer' } }, attempt, folder), {
      error: 'Its outputs cannot be read: $PIPELINE_OUTPUT is no longer a file.',
    });
  });
}
