import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ways, withAttempts } from './real-attempts.ts';

/** Scripts that leave something in the shell that runs them, and one line that would show it. */
const stains: readonly (readonly [what: string, script: string, show: string, clean: string])[] = [
  ['a variable', 'LEAK=1; export LEAK', 'echo "[$LEAK]"', '[]'],
  ['a changed PATH', 'PATH=/nowhere; export PATH', 'ls >/dev/null && echo found', 'found'],
  ['a function', 'ls() { echo mine; }', 'ls /dev/null', '/dev/null'],
  ['an alias', "alias ls='echo mine'", 'ls /dev/null', '/dev/null'],
  ['a trap', "trap 'echo trapped' EXIT TERM", 'echo plain', 'plain'],
  ['a directory', 'cd /', 'test "$(pwd)" != / && echo home', 'home'],
  ['a umask', 'umask 000', 'umask | tail -c 4', '022'],
  ['options', 'set +e -u -f -C; set -- a b', 'echo $NOT_SET- $# /de[v]; echo again >own; echo more >own', '- 0 /dev'],
  ['a field separator', 'IFS=x', 'v="axb c"; for w in $v; do echo "<$w>"; done', '<axb>\n<c>'],
  ['a limit', 'ulimit -n 17', 'test "$(ulimit -n)" != 17 && echo free', 'free'],
  ['open files', 'exec 5</dev/null 6>other 2>&1', '{ true <&5; } 2>/dev/null && echo open || echo closed', 'closed'],
  ['a changed output', 'exec >/dev/null 2>&1', 'echo seen; echo also >&2', 'seen\nalso'],
  ['a read-only name', 'LEAK=1; readonly LEAK', 'LEAK=2; echo "$LEAK"', '2'],
  ['an own end', '__dagwright_end() { :; }; exit 0', 'echo on', 'on'],
  ['its positional parameters', 'set -- one two', 'echo "$#$*"', '0'],
];

for (const [name, shell] of ways) {
  test(`${name}: no attempt sees what another left in its shell`, () =>
    withAttempts(shell, async attempts => {
      for (const [what, script, show, clean] of stains) {
        await attempts.run(script);
        const { exit, log } = await attempts.run(show);
        assert.deepEqual({ what, exit, log: log.trim() }, { what, exit: { kind: 'exit', code: 0 }, log: clean });
      }
    }));

  test(`${name}: an attempt has nothing open but its input, its log and its log`, () =>
    withAttempts(shell, async attempts => {
      const list = 'cd /proc/self/fd; for n in 0 1 2 3 4 5 6 7 8 9; do readlink $n || :; done';
      const [input, output, error, ...others] = (await attempts.run(list)).log.trim().split('\n');
      assert.deepEqual([input, output], ['/dev/null', error]);
      assert.match(output ?? '', /t1\.1\.log$/);
      const inherited = spawnSync('sh', ['-c', list], { encoding: 'utf8' }).stdout.trim().split('\n').slice(3);
      const numbers = /\d+/g;
      assert.deepEqual(
        others.map(other => other.replace(numbers, '')),
        inherited.map(other => other.replace(numbers, '')),
      );
    }));

  test(`${name}: a script ends at its first failure, with its status`, () =>
    withAttempts(shell, async attempts => {
      const cases: readonly (readonly [script: string, code: number, log: RegExp])[] = [
        ['echo one\nfalse\necho two', 1, /^one\n$/],
        ['exit 42', 42, /^$/],
        ['(exit 3)\necho no', 3, /^$/],
        ['if false; then :; fi; false || echo kept', 0, /^kept\n$/],
        ['true\nfoo_is_not_there', 127, /foo_is_not_there.*not found/],
        ['echo begun\nif', 2, /^begun\n.*rror|unexpected/is],
        ["echo 'a\nb' \"it's\" $(echo '\\n')", 0, /^a\nb it's/],
        ['# only a comment', 0, /^$/],
        ['', 0, /^$/],
        ['trap "echo bye" EXIT; false', 1, /^bye\n$/],
        ['exec sh -c "echo replaced; exit 7"', 7, /^replaced\n$/],
        ['cat', 0, /^$/],
        ['return 5', 5, /^$|return/],
      ];
      for (const [script, code, log] of cases) {
        const ended = await attempts.run(script);
        const same =
          ended.exit.kind === 'exit' && (ended.exit.code === code || (code === 2 && ended.exit.code > 0) || code === 5);
        assert.ok(same, `${script}: ${JSON.stringify(ended)}`);
        assert.match(ended.log, log, script);
      }
    }));

  test(`${name}: a script that kills its group, its shell or itself is the only one that dies`, () =>
    withAttempts(shell, async attempts => {
      const scripts = [
        'kill 0; sleep 60',
        'kill -9 0; sleep 60',
        'kill -9 $$; sleep 60',
        "sh -c 'kill -9 $PPID'; sleep 60",
      ];
      for (const script of scripts) {
        const { exit } = await attempts.run(script);
        assert.equal(exit.kind, 'signal', `${script}: ${JSON.stringify(exit)}`);
        assert.equal((await attempts.run('echo on')).log, 'on\n');
      }
    }));

  test(`${name}: odd scripts, values and folders arrive as they are`, () =>
    withAttempts(shell, async attempts => {
      const value = "a'b\"c$d`e\\f\n\ng\t*é $x '''";
      const env = { VALUE: value, EMPTY: '' };
      const printed = await attempts.run('printf "%s|%s|" "$VALUE" "$EMPTY"', { env });
      assert.equal(printed.log, `${value}||`);
      const program = await attempts.run('', {
        action: { kind: 'program', argv: ['printf', '%s|', '$HOME', value, ''] },
      });
      assert.equal(program.log, `$HOME|${value}||`);
      const long = 'x'.repeat(300_000);
      assert.equal((await attempts.run(`printf %s '${long}' | wc -c`)).log.trim(), '300000');
      const workingDirectory = join(attempts.folder, 'it\'s a "folder"');
      mkdirSync(workingDirectory);
      assert.equal((await attempts.run('pwd', { workingDirectory })).log, `${workingDirectory}\n`);
    }));

  test(`${name}: names that a shell cannot pass on, or has a use for, reach the program`, () =>
    withAttempts(shell, async attempts => {
      const env = { 'with-dash': '1', 'with.dot': '2', UID: '7', IFS: 'x' };
      const { log } = await attempts.run('', { env, action: { kind: 'program', argv: ['env'] } });
      for (const [key, value] of Object.entries(env)) assert.ok(log.includes(`${key}=${value}\n`), log);
    }));

  test(`${name}: a script that asks who runs it is told what a shell of its own would tell`, () =>
    withAttempts(shell, async attempts => {
      const { log } = await attempts.run('sh -c \'test "$PPID" = "$0" && echo same\' $$');
      assert.equal(log, 'same\n');
      assert.match((await attempts.run('echo "$0"')).log, /\.script\n$/);
      assert.match((await attempts.run('echo "$-"')).log, /e/);
    }));

  test(`${name}: other shells run the script from a file; what is missing is named`, () =>
    withAttempts(shell, async attempts => {
      const script = (text: string, shellName: string) =>
        attempts.run('', { action: { kind: 'script', script: text, shell: shellName } });
      attempts.write('helper.cjs', 'module.exports = "found";');
      assert.equal((await script('console.log(require("./helper.cjs"))', 'node')).log, 'found\n');
      assert.equal((await script('[[ a == a ]] && echo yes; false; echo no', 'bash')).log, 'yes\n');
      assert.equal((await script('false | cat; echo no', 'bash')).log, '');
      assert.equal((await script('hello', 'cat {0}')).log, 'hello\n');
      const missing = await script('x', 'not-there {0}');
      assert.deepEqual(missing.exit, { kind: 'error', message: '`not-there` cannot be run: it is not on PATH.' });
      assert.equal(missing.log, '`not-there` cannot be run: it is not on PATH.\n');
      const gone = await attempts.run('', { action: { kind: 'program', argv: ['./gone'] } });
      assert.deepEqual(gone.exit, {
        kind: 'error',
        message: '`./gone` cannot be run: it is not there, or may not be executed.',
      });
    }));

  test(`${name}: each exit status is in the file of all`, () =>
    withAttempts(shell, async attempts => {
      await attempts.run('exit 3');
      await attempts.run('true');
      await attempts.run('kill -9 $$');
      assert.deepEqual(attempts.exits(), ['3 t1.1', '0 t2.1', '137 t3.1']);
    }));
}
