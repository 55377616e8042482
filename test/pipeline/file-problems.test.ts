import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filePattern, matches } from '../../pipeline/file-pattern.ts';
import { expectProblems, problemsIn } from './render.ts';

test('What is read is followed through globs, folders and the paths of all instances', () =>
  expectProblems(
    `
    tasks:
      train: { run: x, matrix: { m: [a, b] }, outputs: { f: { path: "out/\${{ matrix.m }}.csv" } } }
      all: { run: x, inputs: ["out/*.csv"] }
      one: { run: x, inputs: [./out/a.csv] }
      good: { run: x, needs: [train], inputs: ["out/**", out/b.csv] }
      fold: { run: x, outputs: { f: { path: data/ } } }
      within: { run: x, inputs: [data/deep/b.csv] }
    `,
    `
      all: { run: x, inputs: ["out/*.csv"] }
                              ^^^^^^^^^^^ warning missing-needs: "train" writes a file that fits "out/*.csv", but "all" does not need it, so the file may not be there yet.
      one: { run: x, inputs: [./out/a.csv] }
                              ^^^^^^^^^^^ warning missing-needs: "train" writes "out/a.csv", but "one" does not need it, so the file may not be there yet.
      within: { run: x, inputs: [data/deep/b.csv] }
                                 ^^^^^^^^^^^^^^^ warning missing-needs: "fold" writes "data/deep/b.csv", but "within" does not need it, so the file may not be there yet.
    `,
  ));

test('Instances that write one file are told of; where the path tells them apart, or may be a folder, nothing is', () => {
  const task = (path: string) =>
    `tasks:\n  a: { run: x, matrix: { m: [a, b], n: [1, 2] }, outputs: { f: { path: "${path}" } } }\n`;
  assert.match(
    problemsIn(task('x.csv')),
    /output-conflict: Several of the 4 instances of "a" write one file: put \$\{\{ matrix\.m \}\}/,
  );
  assert.match(problemsIn(task('${{ matrix.m }}.csv')), /put \$\{\{ matrix\.n \}\} into/);
  assert.equal(problemsIn(task('${{ matrix.m }}-${{ matrix.n }}.csv')), '');
  assert.equal(problemsIn(task('${{ run.id }}.csv')), '');
  assert.equal(problemsIn(task('models')), '');
});

test('A glob stands for the files it fits, not for hidden ones', () => {
  const fits = (glob: string, path: string) => matches(filePattern(glob) ?? [], path);
  assert.deepEqual(
    ['a.csv', 'd/a.csv', '.a.csv', 'a.csvx'].map(path => fits('*.csv', path)),
    [true, false, false, false],
  );
  assert.ok(
    fits('**/*.csv', 'a.csv') && fits('**/*.csv', 'd/e/a.csv') && fits('d/**', 'd/e/f') && fits('a?.txt', 'ab.txt'),
  );
  assert.equal(filePattern('{a,b}.csv'), undefined);
});

test('What is wrong in an anchor is told once, however many tasks take it', () => {
  const text = 'x-common: &common { shell: [1] }\ntasks:\n  a: { <<: *common, run: x }\n  b: { <<: *common, run: x }\n';
  assert.equal(problemsIn(text).split('invalid-value').length, 2);
});

test('Branches of which only one runs may write the same file, and need not wait for one another', () => {
  const branches = (one: string, other: string) =>
    problemsIn(
      `params: { mode: x }\ntasks:\n  a: { run: x, ${one} }\n  b: { run: x, ${other} }\n  wa: { needs: a, run: x, outputs: { o: { path: out } } }\n  wb: { needs: b, run: x, outputs: { o: { path: out } } }\n`,
    );
  assert.equal(branches("if: params.mode == 'x'", "if: params.mode != 'x'"), '');
  assert.equal(branches("if: params.mode == 'x'", 'needs: a, trigger_rule: one_failed'), '');
  assert.match(branches("if: params.mode == 'x'", 'retries: 1'), /output-conflict/);
  const apart =
    "params: { mode: x }\ntasks:\n  w: { run: x, if: params.mode == 'x', outputs: { o: { path: out } } }\n  r: { run: x, if: params.mode == 'y', inputs: [out] }\n";
  assert.equal(problemsIn(apart), '');
  assert.match(problemsIn(apart.replace("'y'", "'x'")), /missing-needs/);
});

test('A file that is written into the folder of another task is told of, unless one waits for the other', () => {
  const text = (needs: string) => `tasks:
  unpack: { run: x, outputs: { data: { path: ./data/ } } }
  extra: {${needs} run: x, outputs: { rows: { path: data/extra/rows.csv } } }
  beside: { run: x, outputs: { rows: { path: data.csv } } }
`;
  assert.match(
    problemsIn(text('')),
    /^ {2}extra.*\n\s*\^+ error output-conflict: "extra" writes "data\/extra\/rows.csv" into the folder "data", which "unpack" writes, and neither waits for the other: use another folder, or let one need the other\.$/,
  );
  assert.equal(problemsIn(text(' needs: [unpack],')), '');
});
