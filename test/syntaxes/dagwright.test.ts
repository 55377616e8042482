import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { IGrammar } from 'vscode-textmate';
import { highlight, loadGrammar } from './highlight.ts';

describe('highlighting', () => {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar();
  });

  function shows(text: string, ...expected: string[]): void {
    assert.equal(highlight(grammar, text), expected.join('\n'));
  }

  /** `body` as the keys of one task, of which only the lines after the task's name are compared. */
  function showsInTask(body: string, ...expected: string[]): void {
    shows(`tasks:\n  t:\n${body.replace(/^/gm, '    ')}`, 'key(tasks)', 'task(t)', ...expected);
  }

  test('keys, values and comments of YAML', () => {
    shows('name: churn # c', 'key(name) text(churn) comment(#) comment(c)');
    shows(
      'timeout: 1h30m\nmax: 4\nfail: true',
      'key(timeout) duration(1h30m)',
      'key(max) number(4)',
      'key(fail) constant(true)',
    );
    shows('env: { A: "1", B: x y }', 'key(env) key(A) quoted(") quoted(1) quoted(") key(B) text(x y)');
  });

  test('a task stands out from its keys', () => {
    shows(
      'tasks:\n  a-b: &x\n    retries: 3\n  "c":\n    pool: p',
      'key(tasks)',
      'task(a-b)',
      'key(retries) number(3)',
      'task("c")',
      'key(pool) text(p)',
    );
  });

  test('a script is shown as shell, and an open quote does not leave it', () => {
    showsInTask(
      'run: |\n  echo "a\n\n  b # c\nneeds: [x]',
      'key(run)',
      'shell word(echo) quoted(") quoted(a)',
      'quoted(b # c)',
      'key(needs) text(x)',
    );
  });

  test('a script on one line, and its further lines, are shown as shell', () => {
    showsInTask(
      'run: echo x # c\n  echo\nneeds: y',
      'key(run) shell word(echo) comment(# c)',
      'shell word(echo)',
      'key(needs) text(y)',
    );
  });

  test('a script below `shell: python` is shown as Python, the next task as shell again', () => {
    const next = '  u:\n    run: |\n      print echo';
    shows(
      `tasks:\n  t:\n    shell: python\n    needs: [a]\n    run: |\n      print("x")\n${next}`,
      'key(tasks)',
      'task(t)',
      'key(shell) text(python)',
      'key(needs) text(a)',
      'key(run)',
      'python word(print) quoted(") quoted(x) quoted(")',
      'task(u)',
      'key(run)',
      'shell word(print) shell word(echo)',
    );
  });

  test('a shell with arguments, a path or quotes is recognised', () => {
    showsInTask(
      'shell: /usr/bin/env python3.12 -u {0}\nrun: print',
      'key(shell) text(/usr/bin/env python3.12 -u {0})',
      'key(run) python word(print)',
    );
    showsInTask("shell: 'node'\nrun: import x", "key(shell) text('node')", 'key(run) js word(import)');
    showsInTask('shell: pwsh\nrun: echo', 'key(shell) text(pwsh)', 'key(run) powershell word(echo)');
    showsInTask('shell: bash -eu {0}\nrun: echo', 'key(shell) text(bash -eu {0})', 'key(run) shell word(echo)');
    showsInTask('shell: perl {0}\nrun: |\n  echo', 'key(shell) text(perl {0})', 'key(run)', 'text(echo)');
  });

  test('a shebang names the language where `shell` stands below', () => {
    showsInTask(
      'run: |\n  #!/usr/bin/env python3\n  print\nshell: python',
      'key(run)',
      'comment(#!/usr/bin/env python3)',
      'python word(print)',
      'key(shell) text(python)',
    );
  });

  test('expressions are shown in scripts, strings and lists', () => {
    const expression = '$'.concat('{{ params.x }}');
    const shown = (outer: string) =>
      [
        `${outer}(`.concat('${{)'),
        `${outer}/context(params)`,
        `${outer}(.)`,
        `${outer}/property(x)`,
        `${outer}(}})`,
      ].join(' ');
    showsInTask(`run: echo ${expression}`, `key(run) shell word(echo) ${shown('expression')}`);
    showsInTask(`run: [a, ${expression}]`, `key(run) text(a) ${shown('text/expression')}`);
    showsInTask(`pool: "${expression}"`, `key(pool) quoted(") ${shown('quoted/expression')} quoted(")`);
    showsInTask(`description: >\n  a ${expression}`, 'key(description)', `text(a) ${shown('text/expression')}`);
  });

  test('`if` is an expression as a whole', () => {
    showsInTask(
      'if: tasks.a.outputs.n > 0.5 # c',
      'key(if) expression/context(tasks) expression(.) expression/property(a) expression(.) expression/property(outputs) expression(.) expression/property(n) expression/operator(>) expression/number(0.5) comment(#) comment(c)',
    );
  });

  test('a block of text holds what looks like keys', () => {
    shows(
      'description: |\n  run: |\n    echo\nname: x',
      'key(description)',
      'text(run: |)',
      'text(echo)',
      'key(name) text(x)',
    );
  });

  test('an expression is seen where the script takes in its dollar', () => {
    showsInTask(
      'shell: python\nrun: |\n  print(f"a ${{ params.b }} c")',
      'key(shell) text(python)',
      'key(run)',
      'python word(print) quoted(f") quoted(a $) quoted/expression({{) quoted/expression/context(params) quoted/expression(.) quoted/expression/property(b) quoted/expression(}}) quoted(c) quoted(")',
    );
  });
});
