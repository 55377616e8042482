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

/** The words that are underlined in one script, literal, with LF and with CRLF. */
function lostIn(...lines: readonly string[]): readonly string[] {
  const text = `tasks:\n  a:\n    run: |\n${lines.map(line => `      ${line}\n`).join('')}`;
  const found = lost(text);
  assert.deepEqual(lost(text.replaceAll('\n', '\r\n')), found);
  return found;
}

test('In a script only what certainly runs here is looked for', () => {
  assert.deepEqual(lostIn('docker run img \\', '  python x.py'), []);
  assert.deepEqual(lostIn("ssh host '", 'python x.py', "'"), []);
  assert.deepEqual(lostIn('bash <<END', 'python x.py', 'END'), []);
  assert.deepEqual(lostIn('if [ -f x.py ]', 'then', '  python x.py', 'fi'), []);
  assert.deepEqual(lostIn('[ -f x.py ] && python x.py', 'python y.py'), []);
  assert.deepEqual(lostIn('[ -f x.py ] || exit 0', 'python x.py'), []);
  assert.deepEqual(lostIn('echo begin', 'python x.py'), ['x.py']);
  assert.deepEqual(lost('tasks:\n  a:\n    run: >\n      ssh host\n      ./x.sh\n'), []);
  assert.deepEqual(lost('tasks:\n  a:\n    run: ssh host\n      ./x.sh\n'), []);
});

test('What a program above, or before in the script, may have made is not looked for', () => {
  const below = (before: string, file = 'x.js') =>
    lost(
      `tasks:\n  a: { run: ${before} }\n  b: { needs: a, run: node y.js }\n  c: { needs: [b], run: node ${file} }\n`,
      ['y.js', 'make.js'],
    );
  assert.deepEqual(below('npm run build'), []);
  assert.deepEqual(below('[npx, tsc]'), []);
  assert.deepEqual(below('node make.js'), ['x.js']);
  assert.deepEqual(below('node make.js --out x.js'), []);
  assert.deepEqual(below('node make.js', 'made/x.js'), []);
  assert.deepEqual(lostIn('npm run build', 'node x.js'), []);
  const after = 'tasks:\n  a: { run: node x.js }\n  b: { needs: a, run: curl url }\n';
  assert.deepEqual(lost(after), ['x.js']);
  assert.deepEqual(lost(after.replace('needs: a, ', '')), []);
});
