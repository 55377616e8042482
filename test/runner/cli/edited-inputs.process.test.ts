import assert from 'node:assert/strict';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

const file = 'a.pipeline.yaml';
const text = (cache: boolean) => `
env_files: [.env]
tasks:
  load: { run: "echo load >> done; cat raw.csv extra*.csv > table", inputs: [raw.csv, "extra*.csv"], outputs: { table: { path: table } }, cache: ${cache} }
  clean: { needs: [load], run: "echo clean >> done; echo . >> table; echo . > kept", inputs: [table], outputs: { table: { path: table } } }
  count: { needs: [load], matrix: { of: [raw, other] }, run: "echo count \${{ matrix.of }} >> done", inputs: ["\${{ matrix.of }}.csv"] }
  look: { needs: [clean], run: "echo look >> done", inputs: [table] }
  train: { needs: [clean, count], run: "echo train >> done; false" }
`;
const files = { [file]: text(false), '.env': 'A=b\n', 'raw.csv': '1\n', 'other.csv': '2\n', 'extra1.csv': '3\n' };

test('a success whose input was edited since runs again, with a note that names the file', async () => {
  const { folder, failed } = await ranOnce(files);
  assert.deepEqual((await failed()).did, ['train']);
  writeFileSync(join(folder, 'raw.csv'), '4\n');
  const { did, err } = await failed();
  assert.deepEqual(did.sort(), ['clean', 'count other', 'count raw', 'load', 'look', 'train']);
  assert.match(err, /load runs again: its input raw\.csv has changed\./);
  assert.deepEqual((await failed()).did, ['train']);
});

test('only the instance that reads the file runs again', async () => {
  const { folder, failed } = await ranOnce(files);
  writeFileSync(join(folder, 'other.csv'), '4\n');
  const { did, err } = await failed();
  assert.deepEqual(did, ['count other', 'train']);
  assert.match(err, /count\[of=other\] runs again: its input other\.csv has changed\.\n.*4 of 6 tasks are taken over/);
});

test('a file that came to a glob, or is gone, is an edit', async () => {
  const { folder, failed } = await ranOnce(files);
  writeFileSync(join(folder, 'extra2.csv'), '4\n');
  assert.match((await failed()).err, /load runs again: its input extra2\.csv (?:is new|has changed)\./);
  rmSync(join(folder, 'other.csv'));
  assert.match((await failed()).err, /count\[of=other\] runs again: its input other\.csv is gone\./);
});

test('what a run gave itself is no edit, but an edit of it is', async () => {
  const { folder, failed } = await ranOnce(files);
  assert.deepEqual((await failed()).did, ['train']);
  writeFileSync(join(folder, 'table'), 'by hand\n');
  // `clean` says of the file that it gives it itself.
  assert.deepEqual((await failed()).did.sort(), ['look', 'train']);
});

test('where the cache knows that a file holds the same, a touch is no edit', async () => {
  const { folder, failed } = await ranOnce({ ...files, [file]: text(true) });
  utimesSync(join(folder, 'extra1.csv'), new Date(), new Date());
  assert.deepEqual((await failed()).did, ['train']);
  writeFileSync(join(folder, 'extra1.csv'), '4\n');
  assert.ok((await failed()).did.includes('load'));
  writeFileSync(join(folder, 'extra1.csv'), '3\n');
  // The cache has it, but it is not what the newest run has.
  assert.match((await failed()).err, /load runs again: its input extra1\.csv has changed\./);
});

/** A run whose last task has failed. */
async function ranOnce(given: Readonly<Record<string, string>>) {
  const folder = program.folder(given);
  const did = () => {
    const lines = readFileSync(join(folder, 'done'), 'utf8').split('\n').filter(Boolean);
    rmSync(join(folder, 'done'));
    return lines;
  };
  await program.run(folder, 'run', file);
  did();
  const failed = async () => {
    const { err } = await program.run(folder, 'rerun', 'last', '--failed');
    return { err, did: did() };
  };
  return { folder, failed };
}

test('a success whose script was edited since runs again, though it is no declared input', async () => {
  const { folder, failed } = await ranOnce({
    [file]: `tasks:
  made: { run: "echo made >> done; echo 'echo .' > made.sh; sh made.sh" }
  named: { run: "sh named.sh >> done" }
  train: { needs: [made, named], run: "echo train >> done; false" }
`,
    'named.sh': 'echo named\n',
  });
  assert.deepEqual((await failed()).did, ['train']);
  writeFileSync(join(folder, 'named.sh'), 'echo named again\n');
  const { did, err } = await failed();
  assert.deepEqual(did, ['named again', 'train']);
  assert.match(err, /named runs again: its script named\.sh has changed\./);
});
