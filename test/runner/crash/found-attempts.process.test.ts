import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Task } from '../../../pipeline/pipeline.ts';
import type { RunEvent } from '../../../runner/event.ts';
import {
  attemptPath,
  exitsFile,
  inputsFile,
  journalFile,
  outputLog,
  shellsFile,
  tasksFolder,
} from '../../../runner/layout.ts';
import { isProcessAlive, processStart } from '../../../runner/process-identity.ts';
import { resumeRun } from '../../../runner/resume/resume-run.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { until } from '../real-attempts.ts';
import { journalText, noPid, runStarted } from '../run-directory/journal.ts';
import { optionsFor } from '../whole-run.ts';
import { MortalRun } from './mortal-run.ts';

/** A run of `task`, which makes the file `up`; its runner dies while that runs. */
async function whileRuns(
  context: TestContext,
  task: Task,
  files: Readonly<Record<string, string>> = {},
): Promise<MortalRun> {
  const run = new MortalRun(makePipeline([task, makeTask('b', 'while ! test -e up; do sleep 0.02; done')]));
  for (const [name, text] of Object.entries(files)) run.write(name, text);
  context.after(() => run[Symbol.dispose]());
  // Two are queued and started; the end of `b` is the sixth record.
  assert.equal((await run.start({ records: 6 })).signal, 'SIGKILL');
  return run;
}

function outcomes(state: RunState, name: string): readonly (string | undefined)[] {
  return state.tasks.get(name)?.attempts.map(({ outcome }) => outcome?.kind) ?? [];
}

const waiting =
  'echo "$PIPELINE_ATTEMPT" >>effects; touch up; while ! test -e go; do sleep 0.02; done; echo rows=1 >>$PIPELINE_OUTPUT';

test('a task that ended while no runner lived has ended, with its outputs', async context => {
  const run = await whileRuns(context, makeTask('a', waiting, { outputs: { rows: { type: 'integer' } } }));
  run.write('go', '');
  await until(
    () => existsSync(exitsFile(run.folder)) && readFileSync(exitsFile(run.folder), 'utf8').includes('0 a.1\n'),
  );
  assert.equal((await run.resume()).out, 'success\n');
  const state = await run.state();
  assert.deepEqual(state.tasks.get('a')?.outputs, { rows: 1 });
  assert.deepEqual(outcomes(state, 'a'), ['success']);
  assert.deepEqual(run.lines('effects'), ['1']);
});

test('one that still runs is watched to its end, whoever dies beside it', async context => {
  const run = await whileRuns(context, makeTask('a', waiting, { outputs: { rows: { type: 'integer' } } }));
  // The second runner dies over its first record, the third when it has noted the end.
  assert.equal((await run.resume({ records: 1 })).signal, 'SIGKILL');
  const third = run.resume();
  await until(() => existsSync(join(run.folder, 'owner.3')));
  run.write('go', '');
  assert.equal((await third).out, 'success\n');
  assert.deepEqual(run.lines('effects'), ['1']);
  assert.deepEqual(run.survivors(), []);
});

test('one that still runs has its timeout from when it started, and all its processes end', async context => {
  const script = 'setsid sleep 600 & trap "" TERM; touch up; while :; do sleep 0.1; done';
  const run = await whileRuns(context, makeTask('a', script, { timeoutMs: 200, gracePeriodMs: 100 }));
  assert.equal((await run.resume()).out, 'failed\n');
  assert.deepEqual(outcomes(await run.state(), 'a'), ['timeout']);
  assert.deepEqual(run.survivors(), []);
});

test('one whose shell was killed while no runner lived is lost, and tried again by its retries', async context => {
  const run = await whileRuns(context, makeTask('a', waiting, { retries: 1 }));
  const shell = Number(/^(\d+) a\.1$/m.exec(readFileSync(shellsFile(run.folder), 'utf8'))?.[1]);
  assert.ok(shell > 1);
  process.kill(-shell, 'SIGKILL');
  run.write('go', '');
  await until(() => !isProcessAlive(shell));
  assert.equal((await run.resume()).out, 'success\n');
  assert.deepEqual(outcomes(await run.state(), 'a'), ['lost', 'success']);
});

test('after a restart of the machine what ran is lost, and a stranger with its pid is left alone', async context => {
  const stranger = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
  context.after(() => stranger.kill('SIGKILL'));
  const pid = stranger.pid ?? 0;
  const ticks = processStart(pid)?.split('@')[0];
  const run = writtenRun(context, [makeTask('a', 'true', { retries: 1 }), makeTask('b', 'true')], {
    ...{ pid, host: hostname(), pidStart: `${ticks}@00000000` },
  });
  for (const name of ['a', 'b']) {
    writeFileSync(outputLog(attemptPath(run.folder, name, 1)), 'half\n');
    appendFileSync(shellsFile(run.folder), `${pid} ${name}.1\n`);
  }
  const state = await resumeRun({ run: run.folder, dagwrightVersion: '0' });
  assert.deepEqual([outcomes(state, 'a'), outcomes(state, 'b')], [['lost', 'success'], ['lost']]);
  assert.equal(state.tasks.get('b')?.status, 'failed');
  assert.equal(isProcessAlive(pid), true);
  assert.equal(readFileSync(outputLog(attemptPath(run.folder, 'a', 1)), 'utf8'), 'half\n');
});

test('one that was written down but never begun begins, also when its shell could not open its log', async context => {
  const run = writtenRun(context, [makeTask('a', 'echo a'), makeTask('b', 'echo b')], { pid: noPid });
  writeFileSync(exitsFile(run.folder), '2 b.1\n');
  appendFileSync(shellsFile(run.folder), `${noPid} b.1\n`);
  const state = await resumeRun({ run: run.folder, dagwrightVersion: '0' });
  assert.equal(state.status, 'success');
  assert.deepEqual([outcomes(state, 'a'), outcomes(state, 'b')], [['success'], ['success']]);
  assert.match(readFileSync(exitsFile(run.folder), 'utf8'), /^2 b\.1\n- b\.1\n(0 [ab]\.1\n){2}$/);
});

test('a run of another machine is not taken, but by force', async context => {
  const run = writtenRun(context, [makeTask('a', 'true')], { host: 'elsewhere', pid: process.pid });
  const options = { run: run.folder, dagwrightVersion: '0' };
  await assert.rejects(resumeRun(options), {
    name: 'CannotStart',
    message:
      /belongs to process \d+ on elsewhere, .*Resume it there; or, when you know that it is gone, add --force\.$/,
  });
  assert.equal((await resumeRun({ ...options, isForced: true })).status, 'success');
  await assert.rejects(resumeRun(options), { name: 'CannotStart', message: 'The run is over.' });
});

test('a time to be tried again is waited for from the end of the attempt, and not for years when the clock was set back', async context => {
  const run = writtenRun(context, [makeTask('a', 'true', { retries: 1 })], { pid: noPid });
  const later = Date.now() + 10 * 365 * 24 * 3600 * 1000;
  const failed: RunEvent = {
    ...{ type: 'attempt_ended', at: later, task: 'a', attempt: 1, outcome: { kind: 'exit', code: 1 } },
    retryAt: later + 50,
  };
  appendFileSync(journalFile(run.folder), journalText([failed]));
  const state = await resumeRun({ run: run.folder, dagwrightVersion: '0' });
  assert.deepEqual(outcomes(state, 'a'), ['exit', 'success']);
});

/** A run as a runner left it that died when it had written down that its tasks start. */
function writtenRun(
  context: TestContext,
  tasks: readonly Task[],
  owner: { readonly pid: number; readonly host?: string; readonly pidStart?: string },
): MortalRun {
  const run = new MortalRun(makePipeline(tasks));
  context.after(() => run[Symbol.dispose]());
  mkdirSync(tasksFolder(run.folder), { recursive: true });
  writeFileSync(inputsFile(run.folder), '{}\n');
  const { pidStart: _, ...started } = runStarted(tasks, { file: join(run.root, 'p.pipeline.yaml') });
  const queued = tasks.map(({ name: task }): RunEvent => ({ type: 'task_queued', at: 1001, task }));
  const begun = tasks.map(({ name: task }): RunEvent => ({ type: 'attempt_started', at: 1002, task, attempt: 1 }));
  writeFileSync(journalFile(run.folder), journalText([{ ...started, ...owner }, ...queued, ...begun]));
  return run;
}

test('what began under another runner is kept when it succeeds, unless its inputs were written meanwhile', async context => {
  const task = makeTask('a', waiting, { cache: true, inputs: ['in'] });
  const notes = new Map([
    [undefined, undefined],
    ['other', 'something that it depends on has changed while the task ran'],
    ['same', 'in was written while the task ran'],
  ]);
  for (const [written, note] of notes) {
    const run = await whileRuns(context, task, { in: 'same' });
    if (written !== undefined) run.write('in', written);
    run.write('go', '');
    assert.equal((await run.resume()).out, 'success\n');
    const again = await runPipeline(optionsFor(run.root, makePipeline([task])));
    assert.equal(again.tasks.get('a')?.source?.kind, written === undefined ? 'cache' : undefined);
    const log = readFileSync(outputLog(attemptPath(run.folder, 'a', 1)), 'utf8');
    assert.ok(note === undefined ? log === '' : log.includes(note), log);
  }
});

test('a run that is resumed looks its tasks up in the cache like any other', async context => {
  const pipeline = makePipeline([makeTask('a', 'echo "$PIPELINE_ATTEMPT" >>effects', { cache: true })]);
  const run = new MortalRun(pipeline);
  context.after(() => run[Symbol.dispose]());
  await runPipeline(optionsFor(run.root, pipeline));
  assert.equal((await run.start({ records: 1 })).signal, 'SIGKILL');
  assert.equal((await run.resume()).out, 'success\n');
  assert.equal((await run.state()).tasks.get('a')?.source?.kind, 'cache');
  assert.deepEqual(run.lines('effects'), ['1']);
});
