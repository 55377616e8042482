import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from '../runner/cli/program.ts';
import { root } from './pages.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

test('the example of the islands runs a used pipeline, a matrix and a foreach to a report on real data', async () => {
  const folder = program.folder();
  const isSource = (path: string) => !/[/\\](?:data|build|\.dagwright)$/.test(path);
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true, filter: isSource });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { code, out, err } = await program.run(folder, 'run', 'examples/islands/islands.pipeline.yaml');
  assert.equal(err, '');
  assert.equal(code, 0, out);
  const report = readFileSync(join(folder, 'examples/islands/data/report.md'), 'utf8');
  assert.match(report, /^- Torgersen: \d+ Adelie$/m);
  assert.deepEqual(
    report.match(/^\| (?:forest|knn|logistic) \| \w+/gm),
    [
      'forest | Biscoe',
      'forest | Dream',
      'forest | Torgersen',
      'knn | Biscoe',
      'knn | Dream',
      'knn | Torgersen',
      'logistic | Biscoe',
      'logistic | Dream',
      'knn | none',
    ].map(line => `| ${line}`),
  );
});
