import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { lastLines } from '../../extension/output/last-lines.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'last-lines-'));
});
after(() => rm(folder, { recursive: true }));

test('the last lines that say something are given, without colours, and of an overwritten line its last state', async () => {
  const text = 'one\n\u001b[31mtwo\u001b[0m\r\n10 %\r100 %\n\n\n';
  assert.deepEqual(await lastLines(await file(text), 2), ['two', '100 %']);
});

test('of a long output only the end is read, and a long line is cut', async () => {
  const text = `${'x'.repeat(50_000)}\n${'y'.repeat(300)}\nend`;
  assert.deepEqual(await lastLines(await file(text), 9), [`${'y'.repeat(200)}…`, 'end']);
});

test('an output that is not there has no lines', async () => {
  assert.deepEqual(await lastLines(join(folder, 'nothing'), 3), []);
});

async function file(text: string): Promise<string> {
  const path = join(folder, 'output.log');
  await writeFile(path, text);
  return path;
}
