import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { jsonSchema } from '../../pipeline/json-schema.ts';
import { pipelineKeys } from '../../pipeline/vocabulary/pipeline-keys.ts';
import { taskKeys } from '../../pipeline/vocabulary/task-keys.ts';
import { root } from './pages.ts';

const file = join(root, 'schemas/pipeline.schema.json');

test('schemas/pipeline.schema.json says what the vocabulary says (UPDATE_DOCS=1 writes it anew)', () => {
  const right = jsonSchema();
  if (process.env.UPDATE_DOCS) writeFileSync(file, `${JSON.stringify(right, undefined, 2)}\n`);
  else assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), right);
});

test('the schema knows every key, at the top and of a task', () => {
  const { properties } = jsonSchema() as {
    properties: Record<string, { additionalProperties?: { properties: object } }>;
  };
  assert.deepEqual(
    Object.keys(properties),
    pipelineKeys.map(({ name }) => name),
  );
  assert.deepEqual(
    Object.keys(properties.tasks?.additionalProperties?.properties ?? {}),
    taskKeys.map(({ name }) => name),
  );
});
