import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../pipeline/analyse.ts';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { unrollPipeline } from '../../../pipeline/unroll/unroll-pipeline.ts';
import { noUsedFiles } from '../../../pipeline/unroll/used-files.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { randomFrom } from '../../random.ts';
import { MortalRun } from './mortal-run.ts';

/** Each attempt leaves a line in the file `effects`, and two in its log; `stop` cancels `hang` by a request. */
const text = `
tasks:
  load:
    run: |
      ./effect
      [ $PIPELINE_ATTEMPT = 2 ] || exit 75
      echo "rows=342" >>$PIPELINE_OUTPUT
    retries: 2
    retry_delay: 20ms
    outputs: { rows: integer }
  hang: { run: ./effect; sleep 60, grace_period: 1s }
  train:
    needs: [load]
    matrix: { model: [linear, forest] }
    run: |
      ./effect
      echo "accuracy=\${{ tasks.load.outputs.rows }}" >>$PIPELINE_OUTPUT
    outputs: { accuracy: number }
  bad: { needs: [load], run: ./effect; exit 3 }
  below: { needs: [bad], run: ./effect }
  stop:
    needs: [train]
    run: |
      ./effect
      cd .dagwright/runs/r/control
      echo '{"type":"cancel","task":"hang"}' >.stop && mv .stop stop.json
  report: { needs: [hang, train], trigger_rule: all_done, run: ./effect }
`;

const effect = `#!/bin/sh
echo "$PIPELINE_TASK.$PIPELINE_ATTEMPT" >>effects
echo "begin é $PIPELINE_TASK"
echo "end" >&2
`;

/** What shall be the same, however often the runner dies. */
interface Course {
  readonly status: string;
  readonly tasks: readonly unknown[];
  readonly effects: readonly string[];
  readonly logs: Readonly<Record<string, string>>;
}

test('a run that is killed at any of its records goes on as if nothing had been', async () => {
  using undisturbed = newRun();
  assert.deepEqual(await undisturbed.start(), { code: 0, signal: null, out: 'failed\n', err: '' });
  const wanted = await courseOf(undisturbed);
  const records = undisturbed.records();
  assert.ok(records > 30);
  assert.deepEqual(wanted.effects, attemptsOf(await undisturbed.state()));
  const next = { record: 1 };
  const worker = async () => {
    for (let record = next.record++; record < records; record = next.record++) await killAt(record, wanted);
  };
  await Promise.all([worker(), worker()]);
});

test('a run whose last record was torn goes on with the one before', async context => {
  using undisturbed = newRun();
  await undisturbed.start();
  const wanted = await courseOf(undisturbed);
  const seed = Date.now() % 100_000;
  context.diagnostic(`seed ${seed}`);
  const random = randomFrom(seed);
  // Each record is torn in one of four runs of this test, at another byte each time.
  for (let record = 2 + (seed % 4); record < undisturbed.records(); record += 4) {
    const bytes = 1 + Math.floor(random() * (undisturbed.journal()[record - 1]?.length ?? 1));
    await killAt(record, wanted, bytes).catch(error => {
      throw new Error(`seed ${seed}, record ${record} torn at byte ${bytes}`, { cause: error });
    });
  }
});

test('a cancel that was asked for is not forgotten when its record is torn', async () => {
  using undisturbed = newRun();
  await undisturbed.start();
  const request = undisturbed.journal().findIndex(line => line.includes('"cancel_requested"')) + 1;
  await killAt(request, await courseOf(undisturbed), 10);
});

test('a run whose every runner is killed after a few records comes to its end', async () => {
  using run = newRun();
  using undisturbed = newRun();
  await undisturbed.start();
  let end = await run.start({ records: 3 });
  for (let life = 0; end.signal !== null; life++) {
    assert.ok(life < 60, 'it does not end');
    end = await run.resume({ records: 3 });
  }
  assert.deepEqual(await courseOf(run), await courseOf(undisturbed));
});

async function killAt(record: number, wanted: Course, bytes?: number): Promise<void> {
  using run = newRun();
  assert.equal((await run.start({ records: record, ...(bytes && { bytes }) })).signal, 'SIGKILL', `record ${record}`);
  const before = run.logs();
  const end = await run.resume();
  assert.deepEqual(end, { code: 0, signal: null, out: 'failed\n', err: '' }, `record ${record}`);
  assert.deepEqual(await courseOf(run), wanted, `record ${record}`);
  const after = run.logs();
  for (const [name, log] of Object.entries(before))
    assert.ok(after[name]?.startsWith(log), `record ${record}, ${name}`);
}

function newRun(): MortalRun {
  const run = new MortalRun(pipelineOf(text));
  run.write('effect', effect);
  return run;
}

async function courseOf(run: MortalRun): Promise<Course> {
  const state = await run.state();
  assert.deepEqual(run.survivors(), []);
  const tasks = [...state.tasks.values()].map(({ name, status, attempts, outputs, reason }) => {
    return { name, status, outputs, reason, outcomes: attempts.map(({ outcome }) => outcome) };
  });
  return { status: state.status, tasks, effects: run.lines('effects'), logs: run.logs() };
}

function attemptsOf(state: RunState): string[] {
  return [...state.tasks.values()].flatMap(({ name, attempts }) => attempts.map((_, at) => `${name}.${at + 1}`)).sort();
}

function pipelineOf(source: string): Pipeline {
  const { pipeline, problems } = analyse(source);
  assert.ok(pipeline, JSON.stringify(problems));
  const unrolled = unrollPipeline(pipeline, '/p.pipeline.yaml', noUsedFiles);
  assert.ok(unrolled.ok);
  return { ...pipeline, tasks: unrolled.tasks };
}
