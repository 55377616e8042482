import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { RunEvent } from '../../runner/event.ts';
import { controlFolder, runFolder } from '../../runner/layout.ts';
import { runFiles } from './run-files.ts';
import { makeRoot, statuses, survivors } from './whole-run.ts';

/** Drops a request to cancel `task` as soon as an event comes of which `when` says so. */
function cancelling(root: string, task: string, when: (event: RunEvent) => boolean): (event: RunEvent) => void {
  let runId = '';
  return event => {
    if (event.type === 'run_started') runId = event.runId;
    if (!when(event)) return;
    const folder = controlFolder(runFolder(root, runId));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'mine.json'), JSON.stringify({ type: 'cancel', task }));
  };
}

const started = (name: string) => (event: RunEvent) => event.type === 'attempt_started' && event.task === name;

test('a cancel of a group ends all that runs in it, whole trees, and nothing beside it', async context => {
  const root = makeRoot(context);
  const state = await runFiles(
    root,
    {
      'in.yaml': `
tasks:
  a: { run: "sleep 600 & setsid sleep 600 & wait" }
  b: { needs: [a], matrix: { x: [1, 2] }, run: "true" }
  c: { run: "trap '' TERM; sleep 600", grace_period: 100ms }
`,
      'p.pipeline.yaml': `
tasks:
  u: { uses: in.yaml }
  other: { run: "true" }
  below: { needs: [u], run: "true" }
  after: { needs: [u], trigger_rule: all_done, run: "true" }
`,
    },
    { onEvent: cancelling(root, 'u', started('other')) },
  );
  assert.equal(
    statuses(state),
    'u:cancelled u/a:cancelled u/b:cancelled u/b[x=1]:cancelled u/b[x=2]:cancelled u/c:cancelled ' +
      'other:success below:upstream_failed after:success',
  );
  assert.equal(state.status, 'cancelled');
  assert.deepEqual(survivors(root), []);
});

test('a cancel of one instance, or of the run, stops instances that wait for their retry', async context => {
  const files = {
    'p.pipeline.yaml': `
tasks:
  m: { matrix: { x: [1, 2] }, run: "exit 1", retries: 3, retry_delay: 1h }
`,
  };
  const retrying = (event: RunEvent) =>
    event.type === 'attempt_ended' && event.task === 'm[x=2]' && event.retryAt !== undefined;
  const root = makeRoot(context);
  const controller = new AbortController();
  const one = cancelling(root, 'm[x=1]', retrying);
  const state = await runFiles(root, files, {
    signal: controller.signal,
    onEvent: event => {
      one(event);
      if (event.type === 'task_ended') controller.abort();
    },
  });
  assert.equal(statuses(state), 'm:cancelled m[x=1]:cancelled m[x=2]:cancelled');
});

test('a used pipeline that takes longer than it says, or than the task says that uses it, is stopped and failed', async context => {
  for (const [inside, outside] of [
    ['timeout: 300ms', ''],
    ['', 'timeout: 300ms'],
  ]) {
    const root = makeRoot(context);
    const state = await runFiles(root, {
      'in.yaml': `${inside}\ntasks:\n  a: { run: sleep 600 }\n  b: { needs: [a], run: "true" }\n`,
      'p.pipeline.yaml': `tasks:\n  u:\n    uses: in.yaml\n    ${outside}\n  other: { run: "true" }\n`,
    });
    assert.equal(statuses(state), 'u:failed u/a:cancelled u/b:cancelled other:success');
    assert.deepEqual(state.tasks.get('u')?.reason, {
      kind: 'error',
      message: 'It took longer than its timeout of 300ms.',
    });
    assert.deepEqual(survivors(root), []);
  }
});

test('fail_fast of a used pipeline ends its own tasks only', async context => {
  const root = makeRoot(context);
  const state = await runFiles(root, {
    'in.yaml': `
fail_fast: true
tasks:
  bad: { run: "exit 1" }
  long: { run: "sleep 600" }
  later: { needs: [long], run: "true" }
`,
    'p.pipeline.yaml': `
tasks:
  u: { uses: in.yaml }
  other: { needs: [u], trigger_rule: one_failed, run: "true" }
`,
  });
  assert.equal(statuses(state), 'u:failed u/bad:failed u/long:cancelled u/later:skipped other:success');
});

test('an output of a used pipeline that cannot be worked out fails the task that uses it, and is named', async context => {
  const state = await runFiles(makeRoot(context), {
    'in.yaml': `
outputs: { x: "\${{ fromJSON(tasks.a.outputs.x) }}" }
tasks:
  a: { run: "echo 'x={' >> $PIPELINE_OUTPUT", outputs: { x: string } }
`,
    'p.pipeline.yaml': 'tasks:\n  u: { uses: in.yaml }\n',
  });
  assert.equal(statuses(state), 'u:failed u/a:success');
  const reason = state.tasks.get('u')?.reason;
  assert.match(reason?.kind === 'error' ? reason.message : '', /^Its output `x` cannot be worked out: /);
});
