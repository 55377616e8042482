import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { fences, pages, root } from './pages.ts';

const files = globSync('examples/**/*.pipeline.yaml', { cwd: root });
const shown = pages()
  .filter(({ path }) => path !== 'docs/problems.md')
  .flatMap(({ path, text }) =>
    fences(text, 'yaml').map((block, index) => ({ name: `${path}, block ${index + 1}`, block })),
  );
const pipelines = [
  ...files.map(path => ({ name: path, block: readFileSync(join(root, path), 'utf8') })),
  ...shown.filter(({ block }) => /^tasks:/m.test(block)),
];

test('there are examples to check', () => {
  assert.ok(files.length >= 2 && pipelines.length > files.length);
});

for (const { name, block } of pipelines) {
  test(`${name} checks clean`, () => {
    assert.deepEqual(
      analyse(block).problems.map(problem => `${problem.code}: ${problem.message}`),
      [],
    );
  });
}
