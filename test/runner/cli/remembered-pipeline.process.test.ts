import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type PipelineMemory,
  rememberedMeaning,
  rememberMeaning,
} from '../../../runner/cli/run/remembered-pipeline.ts';
import { runnablePipeline } from '../../../runner/cli/run/runnable-pipeline.ts';
import { pipelineMemoryFile } from '../../../runner/layout.ts';
import { makeRoot } from '../whole-run.ts';

const text = `
params: { rate: 0.1 }
env: { MODE: fast }
tasks:
  load: { run: [load, '\${{ params.rate }}'], retries: 2, outputs: { rows: integer } }
  train: { run: train, needs: load, matrix: { model: [linear, forest] }, if: tasks.load.outputs.rows > 1 }
`;

test('what a file means is remembered as it was found out, matrix and all', async context => {
  const memory = makeMemory(context);
  const read = await runnablePipeline('p.pipeline.yaml', text, memory);
  assert.equal(read.unrolled.tasks.length, 4);
  assert.deepEqual(await runnablePipeline('p.pipeline.yaml', 'tasks: is not looked at', memory), read);
  assert.equal(rememberedMeaning({ ...memory, fileHash: 'other' }), undefined);
  assert.equal(rememberedMeaning({ ...memory, build: 'other' }), undefined);
});

test('a memory that others may have written is not believed, and one that cannot be written is none', async context => {
  const memory = makeMemory(context);
  const read = await runnablePipeline('p.pipeline.yaml', text, memory);
  const file = pipelineMemoryFile(memory.root, memory.file);
  chmodSync(file, 0o644);
  assert.equal(rememberedMeaning(memory), undefined);
  const elsewhere = { ...memory, root: join(memory.root, 'none') };
  rememberMeaning(elsewhere, read);
  assert.equal(rememberedMeaning(elsewhere), undefined);
  assert.deepEqual(readdirSync(memory.root), ['.dagwright']);
});

test('a pipeline that cannot be run is not remembered', async context => {
  const memory = makeMemory(context);
  await assert.rejects(runnablePipeline('p.pipeline.yaml', 'tasks: { a: { run: x, needs: b } }', memory));
  assert.ok(!existsSync(pipelineMemoryFile(memory.root, memory.file)));
});

function makeMemory(context: TestContext): PipelineMemory {
  const root = makeRoot(context);
  mkdirSync(join(root, '.dagwright', 'history'), { recursive: true });
  return { root, file: join(root, 'p.pipeline.yaml'), fileHash: 'h', build: 'b' };
}
