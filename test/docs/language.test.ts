import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withReferenceTables } from './reference-tables.ts';

const file = join(import.meta.dirname, '../../docs/language.md');

test('the tables in docs/language.md say what the vocabulary says (UPDATE_DOCS=1 writes them anew)', () => {
  const page = readFileSync(file, 'utf8');
  const right = withReferenceTables(page);
  if (process.env.UPDATE_DOCS) writeFileSync(file, right);
  else assert.equal(page, right);
});
