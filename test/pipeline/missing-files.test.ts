import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, reanalyse } from '../../pipeline/analyse.ts';
import { MissingFiles } from '../../pipeline/missing-files.ts';

/** The words that are underlined, where only `there` exist. */
function lost(text: string, there: readonly string[] = []): readonly string[] {
  const files = new MissingFiles({ exists: path => there.includes(path), namesIn: () => there });
  return files.problems(analyse(text)).map(({ range }) => text.slice(range.start, range.end));
}

test('The script that a command starts must be there, what it is given need not', () => {
  const text = `tasks:
  a:
    run: python load.py data.py
  b:
    run: |
      set -e
      ./deploy.sh && bash b.sh
      FOO=1 uv run python -u train.py
      if [ -f x.sh ]; then ./x.sh; fi
      echo foo.py
  c: { run: [python, prog.py, x.py] }
  d: { run: python made.py, working_directory: src }
`;
  assert.deepEqual(lost(text), ['load.py', './deploy.sh', 'b.sh', 'train.py', 'prog.py', 'made.py']);
  assert.deepEqual(lost(text, ['load.py', './deploy.sh', 'b.sh', 'train.py', 'prog.py', 'src/made.py']), []);
});

test('Nothing is told of files that a task may write or fetch, nor where files cannot be seen', () => {
  assert.deepEqual(lost('tasks:\n  a: { run: python gen/x.py, outputs: { g: { path: gen } } }\n'), []);
  assert.deepEqual(lost('tasks:\n  a: { run: python x.py }\n  b: { run: git clone u }\n'), []);
  assert.deepEqual(lost('tasks:\n  a:\n    run: |\n      cat t > x.py\n      python x.py\n'), []);
  const blind = new MissingFiles({ exists: () => undefined, namesIn: () => [] });
  assert.deepEqual(blind.problems(analyse('tasks:\n  a: { run: python x.py }\n')), []);
});

test('A near name is offered, and a comment silences', () => {
  const text = 'tasks:\n  a: { run: python laod.py }\n';
  const [found] = new MissingFiles({ exists: () => false, namesIn: () => ['load.py'] }).problems(analyse(text));
  assert.equal(found?.message, 'There is no file "laod.py", seen from this pipeline. Did you mean "load.py"?');
  assert.equal(found?.fixes[0]?.edits[0]?.newText, 'load.py');
  assert.deepEqual(lost(`tasks:\n  # dagwright-ignore missing-file\n  a: { run: python laod.py }\n`), []);
});

test('A keystroke looks only for the files of the task that it touches', () => {
  const asked: string[] = [];
  const files = new MissingFiles({ exists: path => asked.push(path) > 0, namesIn: () => [] });
  const text = 'tasks:\n  a: { run: python a.py }\n  b: { run: python b.py }\n';
  const before = analyse(text);
  files.problems(before);
  const at = text.indexOf('b.py');
  const after = reanalyse(before, { range: { start: at, end: at }, newText: 'x' });
  assert.deepEqual(files.problems(after), []);
  assert.deepEqual(asked, ['a.py', 'b.py', 'xb.py']);
});
