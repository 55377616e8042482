import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { hintsIn } from '../../language-server/hints.ts';
import { runsDoc } from '../../language-server/hover/runs-doc.ts';
import { NodePastRuns } from '../../language-server/workspace/node-past-runs.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { RunEvent } from '../../runner/event.ts';
import { rememberDurations } from '../../runner/history/past-durations.ts';
import { journalFile, stateFolderName } from '../../runner/layout.ts';
import { readRun } from '../../runner/run-directory/read-run.ts';
import { journalText, runStarted, task, temporaryFolder, writeRun } from '../runner/run-directory/journal.ts';
import { LspClient } from './lsp-client.ts';

const text = 'tasks:\n  load:\n    run: x\n  train:\n    needs: [load]\n    run: y\n';

test('a task tells of its newest three runs: how they went, how long it took, and why', async context => {
  const { root, file } = place(context);
  const past = new NodePastRuns();
  assert.deepEqual(await past.ofTask(file, 'load'), []);
  writeRun(root, '1', journalText(run(file, 1_000, 10)));
  writeRun(root, '2', journalText(run(file, 2_000, 3_500, 'failed')));
  writeRun(root, '3', journalText(run('/other.pipeline.yaml', 3_000, 5)));
  writeRun(root, '4', journalText(run(file, 86_400_000, 7_000)));
  writeRun(root, '5', 'no journal');
  assert.equal(
    runsDoc(await past.ofTask(file, 'load'), 'UTC'),
    [
      'Last runs:',
      '- Fri 1970-01-02 00:00 `success` in 7s\n- Thu 1970-01-01 00:00 `failed` in 3.5s: exit code 2\n- Thu 1970-01-01 00:00 `success` in 10ms',
    ].join('\n\n'),
  );
  assert.equal(runsDoc(await past.ofTask(file, 'train')), undefined);
});

test('a run that goes on is read on', async context => {
  const { root, file } = place(context);
  const past = new NodePastRuns();
  const events = run(file, 1_000, 20);
  const folder = writeRun(root, '1', journalText(events.slice(0, 2)));
  assert.deepEqual(
    (await past.ofTask(file, 'load')).map(({ status }) => status),
    ['running'],
  );
  appendFileSync(journalFile(folder), journalText(events.slice(2)));
  assert.deepEqual(await past.ofTask(file, 'load'), [{ at: 1_000, status: 'success', durationMs: 20 }]);
});

test('the duration of the last success stands behind a task, and is looked up again only when a run has ended', async context => {
  const { root, file } = place(context);
  const past = new NodePastRuns();
  const hints = () => {
    const all = { start: 0, end: text.length };
    const choice = { defaults: true, nextTimes: true, durations: true };
    return hintsIn(analyse(text), all, choice, new Date(0), past.lastDurations(file)).map(hint => hint.text);
  };
  assert.deepEqual(hints(), []);
  await end(root, writeRun(root, '1', journalText(run(file, 1_000, 3_500))));
  assert.deepEqual(hints(), []);
  assert.equal(past.lookAgain(file), true);
  assert.deepEqual(hints(), ['3.5s']);
  assert.equal(past.lookAgain(file), false);
});

test('a hover of the real server tells of runs, and hints are asked for again when a run has ended', {
  timeout: 60_000,
}, async context => {
  const { root, file } = place(context);
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const client = new LspClient();
  context.after(() => client.kill());
  const capabilities = { workspace: { inlayHint: { refreshSupport: true } } };
  await client.request('initialize', { processId: null, rootUri: null, capabilities });
  client.notify('initialized', {});
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'dagwright', version: 1, text } });
  const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
  const hints = async () => {
    const { result } = await client.request('textDocument/inlayHint', { textDocument: { uri }, range });
    return (result as { label: string }[]).map(({ label }) => label);
  };
  assert.deepEqual(await hints(), []);
  await end(root, writeRun(root, '1', journalText(run(file, 1_000, 3_500))));
  const { result } = await client.request('textDocument/hover', {
    textDocument: { uri },
    position: { line: 4, character: 13 },
  });
  assert.match(JSON.stringify(result), /\*\*load\*\* \(task\).*Last runs:.*`success` in 3\.5s/);
  await client.next(({ method }) => method === 'workspace/inlayHint/refresh');
  assert.deepEqual(await hints(), ['3.5s']);
});

function place(context: TestContext): { readonly root: string; readonly file: string } {
  const root = realpathSync(temporaryFolder());
  context.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, stateFolderName));
  return { root, file: join(root, 'a.pipeline.yaml') };
}

async function end(root: string, folder: string): Promise<void> {
  const reading = await readRun(folder);
  assert.equal(reading.kind, 'run');
  if (reading.kind === 'run') rememberDurations(root, reading.state);
}

function run(file: string, at: number, took: number, status: 'success' | 'failed' = 'success'): RunEvent[] {
  const outcome = status === 'success' ? ({ kind: 'success' } as const) : ({ kind: 'exit', code: 2 } as const);
  return [
    runStarted([task('load')], { at, file, runId: `r${at}` }),
    { type: 'attempt_started', at: at + 1, task: 'load', attempt: 1 },
    { type: 'attempt_ended', at: at + 1 + took, task: 'load', attempt: 1, outcome },
    { type: 'task_ended', at: at + 1 + took, task: 'load', status },
    { type: 'run_ended', at: at + 2 + took, status },
  ];
}
