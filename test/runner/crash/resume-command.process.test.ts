import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readHistory } from '../../../runner/history/history-file.ts';
import { journalFile, runFolder, runsFolder } from '../../../runner/layout.ts';
import { Program, type Running } from '../cli/program.ts';
import { until } from '../real-attempts.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const file = 'p.pipeline.yaml';
const text = `params: { word: { type: string, default: quiet } }
tasks:
  first: { run: "echo \${{ params.word }} >>effects" }
  long: { needs: [first], run: "echo long >>effects; touch up; while ! test -e go; do sleep 0.02; done" }
  last: { needs: [long], run: "echo last >>effects" }
`;

/** A run of which `long` runs, and whose runner was killed. */
async function interrupted(...args: readonly string[]): Promise<string> {
  const folder = program.folder({ [file]: text, '.git': '' });
  const running = program.start(folder, 'run', file, ...args);
  await running.says(/long: started/);
  await until(() => exists(join(folder, 'up')));
  await kill(running);
  return folder;
}

async function kill(running: Running): Promise<void> {
  running.child.kill('SIGKILL');
  await running.ended;
}

test('resume goes on with what was interrupted, and does nothing twice', async () => {
  const folder = await interrupted('--param', 'word=loud');
  const running = program.start(folder, 'resume');
  await running.says(/p: run \S+ goes on, 1 of 3 tasks done/);
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.match(out, /long: success/);
  assert.doesNotMatch(out, /first: |long: started/);
  assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'loud\nlong\nlast\n');
  assert.match(
    (await program.run(folder, 'show', 'last')).out,
    /^ {2}resumed +[-\d]+ [:\d]+, [\d.]+m?s after its last record$/m,
  );
  const again = await program.run(folder, 'resume');
  assert.equal(again.code, 2);
  assert.match(again.err, /No run in \S+ was interrupted\./);
  const over = await program.run(folder, 'resume', 'last');
  assert.match(over.err, /is over: success\. Run it again: dagwright rerun /);
});

test('a run that was begun without the cache goes on without it, and what its tasks took is remembered', async () => {
  const folder = program.folder({
    '.git': '',
    [file]: text.replace('{ needs: [long],', '{ cache: true, needs: [long],'),
  });
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await program.run(folder, 'run', file)).code, 0);
  for (const name of ['go', 'up']) rmSync(join(folder, name));
  const running = program.start(folder, 'run', file, '--no-cache', '--keep-runs', '1');
  await until(() => exists(join(folder, 'up')));
  await kill(running);
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await program.run(folder, 'resume');
  assert.equal(code, 0);
  assert.match(out, /last: started/);
  assert.equal((await readdir(runsFolder(folder))).length, 1);
  const history = readHistory(folder, join(folder, file));
  assert.deepEqual(
    [history?.runs.length, history?.tasks.get('last')?.length, history?.tasks.get('long')?.length],
    [2, 2, 1],
  );
});

test('what runs is what was begun, and who has changed the file hears of it', async () => {
  const folder = await interrupted();
  writeFileSync(join(folder, file), 'tasks: {}\n');
  writeFileSync(join(folder, 'go'), '');
  const { code, err } = await program.run(folder, 'resume', 'last', '--format', 'plain');
  assert.equal(code, 0);
  assert.match(
    err,
    /^note: \S+p\.pipeline\.yaml has changed since run \S+ began\. The run goes on with what it was then\.\n$/,
  );
  assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'quiet\nlong\nlast\n');
});

test('a chain of used pipelines is gone on with, and foreach goes over what a resumed task gave', async () => {
  const gives = (task: string) => `outputs: { items: "\${{ tasks.${task}.outputs.items }}" }`;
  const folder = program.folder({
    '.git': '',
    [file]: `tasks:
  mid: { uses: mid.yaml }
  each: { needs: [mid], foreach: tasks.mid.outputs.items, as: item, run: "echo each \${{ item }} >>effects" }
  last: { needs: [each], run: echo last >>effects }
`,
    'mid.yaml': `tasks:\n  deep: { uses: deep.yaml, with: { word: "\${{ 'b' }}" } }\n${gives('deep')}\n`,
    'deep.yaml': `params: { word: { type: string } }
tasks:
  before: { run: echo before >>effects }
  list:
    needs: [before]
    run: |
      echo list >>effects; touch up; while ! test -e go; do sleep 0.02; done
      echo 'items=["a","\${{ params.word }}"]' >>$PIPELINE_OUTPUT
    outputs: { items: json }
${gives('list')}
`,
  });
  const running = program.start(folder, 'run', file);
  await until(() => exists(join(folder, 'up')));
  await kill(running);
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await program.run(folder, 'resume');
  assert.equal(code, 0, out);
  const effects = readFileSync(join(folder, 'effects'), 'utf8').split('\n').slice(0, -1);
  assert.deepEqual(effects.toSorted(), ['before', 'each a', 'each b', 'last', 'list']);
  assert.equal(effects.at(-1), 'last');
});

test('a run that is resumed in the background, and killed again, is resumed once more', async () => {
  const folder = await interrupted();
  const { out, code, err } = await program.run(folder, 'resume', '--detach', '--format', 'json');
  assert.equal(code, 0, err);
  const started: { runId: string; folder: string } = JSON.parse(out);
  assert.equal(started.folder, runFolder(folder, started.runId));
  const taken = await program.run(folder, 'resume', started.runId);
  assert.equal(taken.code, 2);
  const pid = Number(/goes on: process (\d+) carries it out/.exec(taken.err)?.[1]);
  assert.ok(pid > 1);
  process.kill(pid, 'SIGKILL');
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await program.run(folder, 'resume', started.runId)).code, 0);
  assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'quiet\nlong\nlast\n');
});

test('who runs a pipeline whose newest run was interrupted hears how to go on with that', async () => {
  const folder = await interrupted();
  writeFileSync(join(folder, 'go'), '');
  const { err, code } = await program.run(folder, 'run', file);
  assert.equal(code, 0);
  assert.match(err, /^note: Run \S+ of this pipeline was interrupted\. Go on with it: dagwright resume \S+\n$/);
  assert.equal((await program.run(folder, 'run', file)).err, '');
});

test('a cancel ends what a resumed run watches over', async () => {
  const folder = await interrupted();
  const running = program.start(folder, 'resume');
  await running.says(/goes on/);
  assert.equal((await program.run(folder, 'cancel', 'last', 'long')).code, 0);
  const { out } = await running.ended;
  assert.match(out, /long: cancelled/);
});

test('what a task prints stays masked over the death of the runner, and the secret is asked for again', async context => {
  context.after(() => delete process.env.CRASH_TOKEN);
  process.env.CRASH_TOKEN = 'hunter2-hunter2';
  const wait = 'echo "is $CRASH_TOKEN"; touch up; while ! test -e go; do sleep 0.02; done; echo "was $CRASH_TOKEN"';
  const folder = program.folder({ '.git': '', [file]: `secrets: [CRASH_TOKEN]\ntasks:\n  long: { run: '${wait}' }\n` });
  const running = program.start(folder, 'run', file);
  await until(() => exists(join(folder, 'up')));
  await kill(running);
  delete process.env.CRASH_TOKEN;
  const without = await program.run(folder, 'resume');
  assert.deepEqual([without.code, /CRASH_TOKEN/.test(without.err)], [2, true]);
  process.env.CRASH_TOKEN = 'hunter2-hunter2';
  const resumed = program.start(folder, 'resume');
  await resumed.says(/goes on/);
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await resumed.ended;
  assert.equal(code, 0, out);
  const { out: log } = await program.run(folder, 'logs', 'last', 'long');
  assert.match(log, /^is \*+\nwas \*+\n$/);
});

test('a run that died before it began cannot be resumed, and says so', async () => {
  const folder = await interrupted();
  const runs = runsFolder(folder);
  mkdirSync(join(runs, 'x'));
  writeFileSync(journalFile(join(runs, 'x')), '{"type":"run_st');
  const { code, err } = await program.run(folder, 'resume', 'x');
  assert.notEqual(code, 0);
  assert.match(err, /Run x has not begun yet, or died before it did/);
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await program.run(folder, 'resume')).code, 0);
});

function exists(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
