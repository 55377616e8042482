import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
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
    const folder = folderFor(context);
    const attempt = join(folder, 'a.1');
    make(outputsFile(attempt));
    assert.deepEqual(collectOutputs({ rows: { type: 'integer' } }, attempt, folder), {
      error: 'Its outputs cannot be read: $PIPELINE_OUTPUT is no longer a file.',
    });
  });
}

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-outputs-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('JSON that is nested too deep to be written again is said, not kept', context => {
  const folder = folderFor(context);
  const attempt = join(folder, 'a.1');
  const nested = (levels: number) => `x=${'['.repeat(levels)}${']'.repeat(levels)}\n`;
  writeFileSync(outputsFile(attempt), nested(50_000));
  assert.deepEqual(collectOutputs({ x: { type: 'json' } }, attempt, folder), {
    error: 'Its output `x` is nested more than 100 levels deep: write it to a file and declare its path.',
  });
  writeFileSync(outputsFile(attempt), nested(100));
  assert.ok('outputs' in collectOutputs({ x: { type: 'json' } }, attempt, folder));
});

test('how large a declared file is does not matter, and outputs of gigabytes are said, not read', context => {
  const folder = folderFor(context);
  const attempt = join(folder, 'a.1');
  for (const file of [join(folder, 'big'), outputsFile(attempt)]) {
    writeFileSync(file, '');
    truncateSync(file, 5 * 2 ** 30);
  }
  assert.deepEqual(collectOutputs({ big: { path: 'big' } }, attempt, folder), {
    outputs: { big: join(folder, 'big') },
  });
  assert.deepEqual(collectOutputs({ x: { type: 'string' } }, attempt, folder), {
    error: 'Its outputs are larger than 16 MiB together: write large ones to files and declare their paths.',
  });
});

test('a whole number that would lose digits is said, not kept', context => {
  const folder = folderFor(context);
  const attempt = join(folder, 'a.1');
  writeFileSync(outputsFile(attempt), 'id=12345678901234567890\n');
  assert.deepEqual(collectOutputs({ id: { type: 'integer' } }, attempt, folder), {
    error:
      'Its output `id` is a whole number with too many digits to be kept exactly: 12345678901234567890. Declare it as a string.',
  });
});
