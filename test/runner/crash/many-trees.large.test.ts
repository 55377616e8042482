import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { until } from '../real-attempts.ts';
import { optionsFor, survivors } from '../whole-run.ts';

const count = 500;
const graceMs = 3000;

/** Five kinds of process trees; each says by a file when it stands. */
const trees: readonly string[] = [
  'touch up/$PIPELINE_TASK; sleep 600',
  'sleep 600 & touch up/$PIPELINE_TASK; wait',
  'trap "" TERM; touch up/$PIPELINE_TASK; while :; do sleep 600; done',
  'setsid sleep 600 & touch up/$PIPELINE_TASK; sleep 600',
  `setsid sh -c 'trap "" TERM; touch up/$PIPELINE_TASK; sleep 600; sleep 600' & sleep 600`,
];

test(`${count} running process trees, deaf ones and such that left their session among them, are gone 2 s after their grace`, {
  skip: existsSync('/proc/self/stat') ? false : 'they are counted from /proc',
}, async context => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-trees-')));
  const cancel = new AbortController();
  const kill = new AbortController();
  context.after(() => {
    kill.abort();
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  const tasks = Array.from({ length: count }, (_, at) =>
    makeTask(`t${at}`, trees[at % trees.length] ?? '', { gracePeriodMs: graceMs }),
  );
  const up = makeTask('up', 'mkdir up');
  const pipeline = makePipeline([up, ...tasks.map(task => ({ ...task, needs: ['up'] }))]);
  const options = { maxParallel: count, signal: cancel.signal, killSignal: kill.signal };
  const ended = runPipeline(optionsFor(root, pipeline, options));
  await until(() => existsSync(join(root, 'up')) && readdirSync(join(root, 'up')).length === count);
  assert.ok(survivors(root).length > count);
  const begin = performance.now();
  cancel.abort();
  const state = await ended;
  const took = performance.now() - begin;
  assert.deepEqual(survivors(root), []);
  assert.deepEqual(sleepersIn(root), []);
  assert.equal(state.status, 'cancelled');
  context.diagnostic(`gone after ${took.toFixed(0)} ms`);
  assert.ok(took < graceMs + 2000, `${took} ms`);
});

/** What works in the folder, whatever environment it has. */
function sleepersIn(root: string): string[] {
  return readdirSync('/proc').filter(pid => {
    try {
      return (
        /^\d+$/.test(pid) && Number(pid) !== process.pid && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(root)
      );
    } catch {
      return false;
    }
  });
}
