import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
import { aheadText, slotPreamble } from '../../../runner/processes/shell-text.ts';
import { resumeRun } from '../../../runner/resume/resume-run.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { journalText, noPid, runStarted } from '../run-directory/journal.ts';
import { MortalRun } from './mortal-run.ts';

const quick = 'echo "$PIPELINE_TASK.$PIPELINE_ATTEMPT" >>effects; echo done';

test('what was told ahead and began is not begun again, though its start was not written down', async context => {
  const run = queuedRun(context, [makeTask('a', quick), makeTask('b', quick), makeTask('c', 'exit 1')]);
  for (const name of ['a', 'b', 'c']) appendFileSync(shellsFile(run.folder), `+${noPid} ${name}.1\n`);
  for (const name of ['a', 'c']) writeFileSync(outputLog(path(run, name)), 'before\n');
  writeFileSync(exitsFile(run.folder), '0 a.1\n');
  const state = await resumeRun({ run: run.folder, dagwrightVersion: '0' });
  assert.deepEqual(
    ['a', 'b', 'c'].map(name => outcomes(state, name)),
    [['success'], ['success'], ['lost']],
  );
  assert.deepEqual(run.lines('effects'), ['b.1']);
  assert.deepEqual(run.logs(), { 'a.1.log': 'before\n', 'b.1.log': 'done\n', 'c.1.log': 'before\n' });
});

test('what was told ahead and had not begun is taken back from a shell that still lives, for good', async context => {
  const run = queuedRun(context, [makeTask('a', quick), makeTask('b', quick)]);
  writeFileSync(exitsFile(run.folder), '');
  const env = { ...process.env, PIPELINE_OUTPUT: tasksFolder(run.folder) };
  const shell = spawn('/bin/sh', { cwd: run.root, env, stdio: ['pipe', 'pipe', 'ignore'], detached: true });
  context.after(() => shell.kill('SIGKILL'));
  // One is written down as started, of the other only the shell knows.
  const begun: RunEvent = { type: 'attempt_started', at: 1002, task: 'a', attempt: 1 };
  appendFileSync(journalFile(run.folder), journalText([begun]));
  for (const name of ['a', 'b']) appendFileSync(shellsFile(run.folder), `+${shell.pid} ${name}.1\n`);
  const state = await resumeRun({ run: run.folder, dagwrightVersion: '0' });
  const text = (name: string, token: number) =>
    aheadText(
      {
        action: { kind: 'script', script: quick, shell: 'sh' },
        path: path(run, name),
        workingDirectory: run.root,
        env: { PIPELINE_TASK: name, PIPELINE_ATTEMPT: 'twice' },
      },
      `${quick}\n`,
      run.root,
      token,
    );
  const ended = new Promise(resolve => shell.on('close', resolve));
  shell.stdin.end(`${slotPreamble(run.folder)}${text('a', 1)}${text('b', 2)}`);
  await ended;
  assert.deepEqual([outcomes(state, 'a'), outcomes(state, 'b')], [['success'], ['success']]);
  assert.deepEqual(run.lines('effects'), ['a.1', 'b.1']);
  assert.ok(lstatSync(outputLog(path(run, 'a'))).isSymbolicLink());
  assert.equal(readFileSync(outputLog(path(run, 'a')), 'utf8'), 'done\n');
});

test('a run of many short tasks that is killed at any time does each of them once', async () => {
  const names = Array.from({ length: 12 }, (_, place) => `t${place}`);
  const pipeline = makePipeline(
    names.map((name, at) => makeTask(name, quick, { needs: at < 8 ? [] : [`t${at - 8}`] })),
  );
  const lines = names.map(name => `${name}.1`).sort();
  for (let records = 11; records <= 46; records += 5) {
    using run = new MortalRun(pipeline);
    assert.equal((await run.start({ records })).signal, 'SIGKILL');
    assert.equal((await run.resume()).out, 'success\n', `${records}`);
    assert.deepEqual(run.lines('effects'), lines, `${records}`);
    const state = await run.state();
    for (const name of names) assert.deepEqual(outcomes(state, name), ['success'], `${records}`);
    assert.deepEqual(run.survivors(), []);
  }
});

/** A run as a runner left it that died when its tasks were queued. */
function queuedRun(context: TestContext, tasks: readonly Task[]): MortalRun {
  const run = new MortalRun(makePipeline(tasks));
  context.after(() => run[Symbol.dispose]());
  mkdirSync(tasksFolder(run.folder), { recursive: true });
  writeFileSync(inputsFile(run.folder), '{}\n');
  const { pidStart: _, ...started } = runStarted(tasks, { file: join(run.root, 'p.pipeline.yaml') });
  const queued = tasks.map(({ name: task }): RunEvent => ({ type: 'task_queued', at: 1001, task }));
  writeFileSync(journalFile(run.folder), journalText([{ ...started, pid: noPid }, ...queued]));
  return run;
}

function path(run: MortalRun, name: string): string {
  return attemptPath(run.folder, name, 1);
}

function outcomes(state: RunState, name: string): readonly (string | undefined)[] {
  return state.tasks.get(name)?.attempts.map(({ outcome }) => outcome?.kind) ?? [];
}
