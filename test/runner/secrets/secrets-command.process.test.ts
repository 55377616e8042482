import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program, Running } from '../cli/program.ts';
import { until } from '../real-attempts.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const token = 'tok-1234567890';
/** Runs a command on a terminal of its own. */
const terminal = '/usr/bin/script';

/** Starts `dagwright …args` with something on stdin and in the environment. */
function start(cwd: string, args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [program.file, ...args], { cwd, env: { ...process.env, ...env } });
  child.stdin.end(input);
  return new Running(child);
}

function logs(folder: string): string {
  const runs = join(folder, '.dagwright', 'runs');
  const paths = readdirSync(runs).flatMap(run =>
    readdirSync(join(runs, run, 'tasks')).map(name => join(runs, run, 'tasks', name)),
  );
  return paths
    .filter(path => path.endsWith('.log'))
    .sort()
    .map(path => readFileSync(path, 'utf8'))
    .join('');
}

const file = `secrets: [API_TOKEN]
tasks:
  a: { run: 'echo "$API_TOKEN \${#API_TOKEN}"' }
`;

test('a secret comes from the environment, from an env file, or from stdin', async () => {
  const folder = program.folder({ 'p.pipeline.yaml': file });
  assert.equal((await start(folder, ['run', 'p.pipeline.yaml'], '', { API_TOKEN: token }).ended).code, 0);
  assert.equal(logs(folder), `*** ${token.length}\n`);
  const fromFile = program.folder({ 'p.pipeline.yaml': `env_files: [.env]\n${file}`, '.env': `API_TOKEN=${token}\n` });
  assert.equal((await start(fromFile, ['run', 'p.pipeline.yaml']).ended).code, 0);
  assert.equal(logs(fromFile), `*** ${token.length}\n`);
  const handed = program.folder({ 'p.pipeline.yaml': file });
  const input = JSON.stringify({ API_TOKEN: token, OTHER: 'x' });
  assert.equal((await start(handed, ['run', 'p.pipeline.yaml', '--secrets-stdin'], input).ended).code, 0);
  assert.equal(logs(handed), `*** ${token.length}\n`);
});

test('a detached run takes secrets from stdin too', async () => {
  const folder = program.folder({ 'p.pipeline.yaml': file });
  const input = JSON.stringify({ API_TOKEN: token });
  const { code, out } = await start(folder, ['run', 'p.pipeline.yaml', '--detach', '--secrets-stdin'], input).ended;
  assert.equal(code, 0);
  const journal = join(folder, '.dagwright', 'runs', out.trim(), 'journal.ndjson');
  await until(() => readFileSync(journal, 'utf8').includes('run_ended'));
  assert.equal(logs(folder), `*** ${token.length}\n`);
});

test('git, which is asked before it is known what is secret, is given none of it', async () => {
  const git = '#!/bin/sh\nenv > git.env\nexit 1\n';
  const folder = program.folder({ 'p.pipeline.yaml': file });
  // A file there leads to a repository elsewhere.
  writeFileSync(join(folder, '.git'), '');
  const tools = program.folder({ git });
  chmodSync(join(tools, 'git'), 0o755);
  const env = { API_TOKEN: token, PATH: `${tools}:/usr/bin:/bin`, GIT_CONFIG_COUNT: '0' };
  assert.equal((await start(folder, ['run', 'p.pipeline.yaml'], '', env).ended).code, 0);
  const given = readFileSync(join(folder, 'git.env'), 'utf8');
  assert.doesNotMatch(given, /API_TOKEN|tok-/);
  assert.match(given, /^GIT_CONFIG_COUNT=0$/m);
  assert.match(given, /^HOME=/m);
});

test('what is missing is told before anything is there', async () => {
  const folder = program.folder({ 'p.pipeline.yaml': `env_files: [.env, more.env]\n${file}`, 'more.env': 'A=1\nB\n' });
  const { code, err } = await start(folder, ['run', 'p.pipeline.yaml'], '', { API_TOKEN: '' }).ended;
  assert.equal(code, 2);
  assert.match(err, /env_files: There is no file \.env\.\nenv_files: more\.env:2: This is neither/);
  writeFileSync(join(folder, '.env'), '');
  writeFileSync(join(folder, 'more.env'), '');
  const missing = await start(folder, ['run', 'p.pipeline.yaml'], '', { API_TOKEN: '' }).ended;
  assert.match(missing.err, /The secret API_TOKEN has no value\. Set it in the environment/);
  const wrong = await start(folder, ['run', 'p.pipeline.yaml', '--secrets-stdin'], `["${token}"]`).ended;
  assert.match(wrong.err, /stdin holds no JSON object/);
  assert.ok(!wrong.err.includes(token));
  assert.equal(existsSync(join(folder, '.dagwright')), false);
});

test('a short secret is said not to be masked', async () => {
  const folder = program.folder({ 'p.pipeline.yaml': file });
  const { err } = await start(folder, ['run', 'p.pipeline.yaml'], '', { API_TOKEN: 'abc' }).ended;
  assert.match(err, /note: The secret API_TOKEN is shorter than 4 characters, so it is not masked in output\./);
  assert.equal(logs(folder), 'abc 3\n');
});

test('env files are below the env of the file and of the task, and above the environment; expressions see them', async () => {
  const text = `env_files: [one.env, two.env]
env: { C: file, D: "\${{ env.B }}!" }
tasks:
  a:
    env: { E: task }
    run: echo "$A $B $C $D $E \${{ env.A }}"
`;
  const values = { 'one.env': 'A=one\nB=one\nC=one\n', 'two.env': 'B=two\nE=two\n' };
  const folder = program.folder({ 'p.pipeline.yaml': text, ...values });
  const { code, err } = await start(folder, ['run', 'p.pipeline.yaml'], '', { A: 'outside' }).ended;
  assert.equal(code, 0, err);
  assert.equal(logs(folder), 'one two file two! task one\n');
});

test('only the tasks of the file that declares a secret get it', async () => {
  const folder = program.folder({
    'p.pipeline.yaml': `${file}  b: { uses: other.pipeline.yaml }\n`,
    'other.pipeline.yaml': 'tasks:\n  c: { run: \'echo "[$API_TOKEN]"\' }\n',
  });
  const { code, err } = await start(folder, ['run', 'p.pipeline.yaml'], '', { API_TOKEN: token }).ended;
  assert.equal(code, 0, err);
  assert.equal(logs(folder), `*** ${token.length}\n[]\n`);
});

test('what runs when the runner is killed is logged to its end, and masked', async () => {
  const script = 'touch started; while ! test -e go; do echo "$API_TOKEN"; sleep 0.01; done; echo "end $API_TOKEN"';
  const folder = program.folder({ 'p.pipeline.yaml': `secrets: [API_TOKEN]\ntasks:\n  a: { run: '${script}' }\n` });
  const running = start(folder, ['run', 'p.pipeline.yaml'], '', { API_TOKEN: token });
  await until(() => existsSync(join(folder, 'started')));
  running.child.kill('SIGKILL');
  await running.ended;
  writeFileSync(join(folder, 'go'), '');
  await until(() => /end .*\n$/.test(logs(folder)));
  assert.match(logs(folder), /^(\*\*\*\n)+end \*\*\*\n$/);
  await until(() => maskers(folder) === 0);
});

test('on a terminal a missing secret is asked for, and not shown', { skip: !existsSync(terminal) }, async () => {
  const folder = program.folder({ 'p.pipeline.yaml': file });
  const command = `${process.execPath} ${program.file} run p.pipeline.yaml --format plain`;
  const { API_TOKEN: _, ...env } = process.env;
  const child = spawn(terminal, ['-qec', command, '/dev/null'], { cwd: folder, env });
  const running = new Running(child);
  await running.says(/Value of the secret API_TOKEN: /);
  child.stdin.write(`${token}\r`);
  await running.says(/p succeeded/);
  child.stdin.end();
  assert.ok(!(await running.ended).out.includes(token));
  assert.equal(logs(folder), `*** ${token.length}\n`);
});

/** How many processes mask the output of runs in a folder. */
function maskers(folder: string): number {
  return readdirSync('/proc').filter(pid => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return /^\d+$/.test(pid) && environment.includes(`PIPELINE_OUTPUT=${folder}/`);
    } catch {
      return false;
    }
  }).length;
}
