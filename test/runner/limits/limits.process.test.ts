import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runFolder } from '../../../runner/layout.ts';
import { wantingTasks } from '../../../runner/limits/wanting-tasks.ts';
import { sendRequest } from '../../../runner/request.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { until } from '../real-attempts.ts';
import { runFiles } from '../run-files.ts';
import { logOf, makeRoot, optionsFor, statuses } from '../whole-run.ts';

test('no more tasks of a pool run at once than it allows, others beside them', async context => {
  const root = makeRoot(context);
  const script = 'mkdir "in-$PIPELINE_TASK"; echo in-* | wc -w; sleep 0.05; rmdir "in-$PIPELINE_TASK"';
  const tasks = Array.from({ length: 12 }, (_, at) => makeTask(`t${at}`, script, { pool: 'p' }));
  const pipeline = makePipeline(tasks, { pools: { p: 2 } });
  const state = await runPipeline(optionsFor(root, pipeline, { maxParallel: 8 }));
  assert.equal(state.status, 'success');
  for (const { name } of tasks) assert.match(logOf(root, state, name), /^[12]\n$/);
});

test('a thousand tasks in a pool run to their end', async context => {
  const root = makeRoot(context);
  const tasks = Array.from({ length: 1000 }, (_, at) => makeTask(`t${at}`, ':', { pool: 'p' }));
  const pipeline = makePipeline(tasks, { pools: { p: 2 } });
  assert.equal((await runPipeline(optionsFor(root, pipeline))).status, 'success');
});

test('GPUs that nvidia-smi tells of are handed out and used again; a task that wants none sees none', async context => {
  const root = makeRoot(context);
  writeFileSync(join(root, 'nvidia-smi'), '#!/bin/sh\nprintf "0\\n1\\n"\n');
  chmodSync(join(root, 'nvidia-smi'), 0o755);
  const { PATH, CUDA_VISIBLE_DEVICES } = process.env;
  delete process.env.CUDA_VISIBLE_DEVICES;
  process.env.PATH = `${root}:${PATH}`;
  context.after(() => {
    process.env.PATH = PATH;
    if (CUDA_VISIBLE_DEVICES !== undefined) process.env.CUDA_VISIBLE_DEVICES = CUDA_VISIBLE_DEVICES;
  });
  const script = 'echo "[${CUDA_VISIBLE_DEVICES-unset}] $CUDA_DEVICE_ORDER"';
  const pipeline = makePipeline([
    makeTask('both', script, { resources: { gpus: 2 } }),
    makeTask('one', script, { resources: { gpus: 1 } }),
    makeTask('none', script, { resources: { gpus: 0 } }),
    makeTask('silent', script),
  ]);
  const state = await runPipeline(optionsFor(root, pipeline));
  assert.equal(logOf(root, state, 'both'), '[0,1] PCI_BUS_ID\n');
  assert.equal(logOf(root, state, 'one'), '[0] PCI_BUS_ID\n');
  assert.equal(logOf(root, state, 'none'), '[] \n');
  assert.equal(logOf(root, state, 'silent'), '[unset] \n');
  assert.deepEqual(state.tasks.get('both')?.attempts[0]?.gpus, [0, 1]);
});

test('what asks for more than there is stops the run before anything is there', async context => {
  const root = makeRoot(context);
  const pipeline = makePipeline([makeTask('a', 'touch ran'), makeTask('huge', 'true', { resources: { cpus: 5000 } })]);
  await assert.rejects(runPipeline(optionsFor(root, pipeline)), {
    name: 'CannotStart',
    message: /^The task "huge" asks for 5000 cpus, and this machine has \d+(\.\d+)?\.$/,
  });
  assert.deepEqual(readdirSync(root), []);
});

test('what asks for too much is told once, however many instances and uses there are', async context => {
  const root = makeRoot(context);
  const much = (name: string) => `${name}: { run: 'true', resources: { cpus: 5000 } }`;
  const files = {
    'in.yaml': `tasks: { ${much('k')} }\n`,
    'deep.yaml': `tasks: { u: { uses: in.yaml }, ${much('d')} }\n`,
    'p.pipeline.yaml': `
tasks:
  m: { matrix: { i: [1, 2, 3] }, run: 'true', resources: { cpus: 5000 } }
  one: { uses: in.yaml }
  two: { matrix: { i: [1, 2] }, uses: in.yaml }
  list: { run: 'true', outputs: { v: json } }
  each: { needs: [list], foreach: tasks.list.outputs.v, uses: deep.yaml }
`,
  };
  await assert.rejects(
    async () => runFiles(root, files),
    (error: Error) => {
      assert.deepEqual(error.message.match(/"[^"]+"/g), ['"m"', '"one/k"', '"d"']);
      return true;
    },
  );
});

test('of a used pipeline only what is run has to fit', () => {
  const huge = makeTask('k', 'true', { resources: { cpus: 5000 } });
  const used = { '/in.yaml': { name: 'in', fileHash: '', pipeline: makePipeline([makeTask('a', 'true'), huge]) } };
  const tasks = [
    makeTask('u', '', { action: { kind: 'pipeline', file: '/in.yaml', with: {} } }),
    makeTask('u/a', 'true', { group: 'u', scope: 'u' }),
  ];
  const wanting = [...wantingTasks({ pipeline: makePipeline(tasks), used })];
  assert.deepEqual(
    wanting.map(({ task }) => task.name),
    ['u', 'u/a'],
  );
});

test('a run whose tasks wait for a pool can be cancelled', async context => {
  const root = makeRoot(context);
  const tasks = [...'abc'].map(name => makeTask(name, 'touch started; sleep 60', { pool: 'p' }));
  const ended = runPipeline(optionsFor(root, makePipeline(tasks, { pools: { p: 1 } }), { runId: 'r' }));
  await until(() => existsSync(join(root, 'started')));
  sendRequest(runFolder(root, 'r'), { type: 'cancel' });
  assert.equal(statuses(await ended), 'a:cancelled b:cancelled c:cancelled');
  assert.match(readFileSync(join(runFolder(root, 'r'), 'journal.ndjson'), 'utf8'), /run_ended/);
});
