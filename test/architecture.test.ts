import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circles } from './architecture/circles.ts';
import { nodeImports } from './architecture/reached.ts';
import { brokenRules, singleDoors } from './architecture/rules.ts';
import { importsOf, type SourceFile, sourceFiles } from './architecture/source-files.ts';

const house = sourceFiles(['pipeline', 'runner', 'language-server', 'extension']);
const everything = [...house, ...sourceFiles(['test', 'bench'])];

test('every file imports only what its room may import', () => {
  assert.deepEqual(house.flatMap(brokenRules), []);
});

test('no files import each other in a circle', () => {
  assert.deepEqual(
    circles(everything).map(trail => trail.join(' -> ')),
    [],
  );
});

test('what runs in a browser alone needs no Node', () => {
  for (const entry of ['extension/web/web-extension.ts', 'language-server/worker.ts']) {
    assert.ok(house.some(({ path }) => path === entry));
    assert.deepEqual(nodeImports(house, entry), []);
  }
  assert.notDeepEqual(nodeImports(house, 'extension/extension.ts'), []);
});

test('what there is one door for has one door', () => {
  for (const { what, within, sign, file } of singleDoors) {
    const users = house.filter(({ path, text }) => within.test(path) && sign.test(text));
    assert.deepEqual(
      users.map(({ path }) => path),
      [file],
      `only ${file} ${what}`,
    );
  }
});

test('a file holds one idea: none over 250 lines, the median under 90', () => {
  const lengths = house.map(({ path, text }) => ({ path, lines: text.split('\n').length }));
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > 250),
    [],
  );
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  assert.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) < 90);
});

test('nothing is exported by default or passed on from another file', () => {
  const broken = house.filter(({ text }) => /^export (default\b|\*|(type )?\{[^}]*\} from)/m.test(text));
  assert.deepEqual(
    broken.map(({ path }) => path),
    [],
  );
});

test('the check itself sees type imports, dynamic imports, circles and forbidden packages', () => {
  const file = (path: string, text: string): SourceFile => ({ path, text, imports: importsOf(path, text) });
  const a = file('pipeline/a.ts', "import type { B } from './b.ts';\nimport { x } from 'node:fs';");
  const b = file('pipeline/b.ts', "const later = () => import('./a.ts');\nexport { y } from 'yaml';");
  assert.deepEqual(brokenRules(a), ['pipeline/a.ts is in pipeline, which may not import node:fs']);
  assert.deepEqual(brokenRules(b), []);
  assert.deepEqual(circles([a, b]), [['pipeline/a.ts', 'pipeline/b.ts', 'pipeline/a.ts']]);
});
