import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { peekInto } from '../../../runner/cache/peek.ts';
import type { RunEvent } from '../../../runner/event.ts';
import { forecast } from '../../../runner/forecast/forecast-run.ts';
import type { RunOptions } from '../../../runner/run-options.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import type { RunState } from '../../../runner/run-state.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { logOf, makeRoot, optionsFor } from '../whole-run.ts';

const load = makeTask(
  'load',
  'echo load >> work; sort data/* > raw.txt; echo "rows=$(wc -l < raw.txt)" >> "$PIPELINE_OUTPUT"',
  {
    cache: true,
    inputs: ['data/*'],
    outputs: { raw: { path: 'raw.txt' }, rows: { type: 'integer' } },
  },
);
const train = makeTask('train', 'echo train >> work; cat ${{ tasks.load.outputs.raw }} > model', {
  cache: true,
  needs: ['load'],
  outputs: { model: { path: 'model' } },
});
const report = makeTask('report', 'echo report >> work', { needs: ['train'] });

test('a second run does only what is not cached, and brings back what is gone', async context => {
  const trial = new Trial(context, makePipeline([load, train, report]));
  assert.equal(await trial.run(), 'load train report');
  assert.equal(await trial.run(), 'report');
  assert.deepEqual(trial.sources(), ['load: cache', 'train: cache', 'report: none']);
  assert.deepEqual(trial.state?.tasks.get('load')?.outputs, { raw: join(trial.root, 'raw.txt'), rows: 2 });
  rmSync(join(trial.root, 'model'));
  assert.equal(await trial.run(), 'report');
  assert.equal(trial.read('model'), 'a\nb\n');
});

test('what is below runs again only when what is above gives something else', async context => {
  const trial = new Trial(context, makePipeline([load, train, report]));
  await trial.run();
  trial.write('data/2', '');
  assert.equal(await trial.run(), 'load report');
  trial.write('data/2', 'c\n');
  assert.equal(await trial.run(), 'load train report');
  assert.deepEqual(trial.state?.tasks.get('train')?.missed, ['load.raw has changed', 'load.rows was 2, is 3']);
  rmSync(join(trial.root, 'data/2'));
  assert.equal(await trial.run(), 'report');
});

test('a plan takes files and folders that are gone to be brought back, for all who read them', async context => {
  const make = 'mkdir -p made/deep; cp data/1 made/deep/1; cp data/1 made/2; ln -s deep/1 made/link; mkdir made/empty';
  const tasks = [
    makeTask('make', make, { cache: true, inputs: ['data/*'], outputs: { made: { path: 'made' } } }),
    makeTask('need', 'ls ${{ tasks.make.outputs.made }}', { cache: true, needs: ['make'] }),
    makeTask('read', 'true', { cache: true, needs: ['make'], inputs: ['made/**', 'made/2', 'made'] }),
  ];
  const trial = new Trial(context, makePipeline(tasks));
  await trial.run();
  await trial.run();
  const plan = async () => {
    const told = await forecast(trial.options(), Date.now(), peekInto(trial.root, Date.now, new Map()));
    return told.map(({ task, will, why }) => [task.name, will, ...why].join(' '));
  };
  const cached = ['make cached', 'need cached', 'read cached'];
  assert.deepEqual(await plan(), cached);
  rmSync(join(trial.root, 'made'), { recursive: true });
  assert.deepEqual(await plan(), cached);
  assert.equal(await trial.run(), '');
  assert.deepEqual(trial.sources(), ['make: cache', 'need: cache', 'read: cache']);
});

test('what a file further up holds counts, however an expression names it', async context => {
  const spellings = [
    'tasks.load.outputs.raw',
    "tasks['LOAD'].outputs.raw",
    "tasks.load['outputs'].raw",
    'tasks .load . outputs.raw',
    'fromJSON(toJSON(tasks.load)).outputs.raw',
    "tasks[format('{0}', 'load')].outputs.raw",
    'join(tasks.*.outputs.raw)',
  ];
  const between = makeTask('between', ':', { cache: true, needs: ['load'] });
  const readers = spellings.map((spelling, place) =>
    makeTask(`r${place}`, `echo r${place} >> work; cat \${{ ${spelling} }}`, { cache: true, needs: ['between'] }),
  );
  const status = makeTask('status', 'echo ${{ tasks.load.status }} >> work', { cache: true, needs: ['between'] });
  const trial = new Trial(context, makePipeline([load, between, ...readers, status], { maxParallel: 1 }));
  await trial.run();
  trial.write('data/1', 'c\n');
  assert.deepEqual((await trial.run()).split(' ').sort(), ['load', ...readers.map(({ name }) => name)]);
});

test('a run that ignores the cache runs everything, and keeps it', async context => {
  const trial = new Trial(context, makePipeline([load, train, report]));
  await trial.run();
  assert.equal(await trial.run({ ignoresCache: true }), 'load train report');
  assert.equal(await trial.run(), 'report');
});

test('a failure is never kept, a success after retries is', async context => {
  const flaky = makeTask('flaky', 'echo flaky >> work; test $PIPELINE_ATTEMPT = 2', { cache: true, retries: 1 });
  const broken = makeTask('broken', 'echo broken >> work; false', { cache: true });
  const trial = new Trial(context, makePipeline([flaky, broken], { maxParallel: 1 }));
  assert.equal((await trial.run()).split(' ').sort().join(' '), 'broken flaky flaky');
  assert.equal(await trial.run(), 'broken');
});

test('a task that writes its own input is told so in its log, and runs again', async context => {
  const own = makeTask('own', 'echo own >> work; echo x >> data/1', { cache: true, inputs: ['data'] });
  const trial = new Trial(context, makePipeline([own]));
  await trial.run();
  assert.match(
    logOf(trial.root, trial.state as RunState, 'own'),
    /The cache does not keep this success: data\/1 has changed while the task ran\./,
  );
  assert.equal(await trial.run(), 'own');
});

test('hashFiles gives what the files hold, in scripts and conditions', async context => {
  const key = makeTask('key', "echo ${{ hashFiles('data/*') }} >> work", {
    if: "hashFiles('data/*') != hashFiles('none/*')",
  });
  const trial = new Trial(context, makePipeline([key]));
  const first = await trial.run();
  assert.match(first, /^[0-9a-f]{64}$/);
  assert.equal(await trial.run(), first);
  appendFileSync(join(trial.root, 'data/1'), 'more');
  assert.notEqual(await trial.run(), first);
});

test('a large file that hashFiles has read is not read again, also where nothing is cached', async context => {
  const trial = new Trial(context, makePipeline([makeTask('key', 'true', { if: "hashFiles('large') != ''" })]));
  trial.write('large', 'x'.repeat(300 * 1024));
  await trial.run();
  assert.match(trial.read('.dagwright/cache/hashes'), /large/);
});

test('hashFiles reads large files also where nothing can wait: in the variables of the file', async context => {
  const env = { H: "${{ hashFiles('large') }}" };
  const trial = new Trial(context, makePipeline([makeTask('key', 'echo $H >> work')], { env }));
  trial.write('large', 'x'.repeat(300 * 1024));
  assert.match(await trial.run(), /^[0-9a-f]{64}$/);
});

test('while hashFiles reads a large file for a condition or a used pipeline, the run does other things, and stops when it is asked to', async context => {
  const trial = new Trial(
    context,
    makePipeline([
      makeTask('asks', 'echo asks >> work', { if: "hashFiles('large') != ''", cache: true }),
      makeTask('uses', '', {
        action: { kind: 'pipeline', file: 'u.yaml', with: { hash: "${{ hashFiles('large') }}" } },
      }),
      makeTask('other', 'echo other >> work'),
    ]),
  );
  trial.write('large', '');
  truncateSync(join(trial.root, 'large'), 40 * 2 ** 30);
  const stop = new AbortController();
  const onEvent = (event: RunEvent) => {
    if (event.type === 'task_ended' && event.task === 'other') stop.abort();
  };
  assert.equal(await trial.run({ signal: stop.signal, onEvent }), 'other');
  assert.deepEqual(
    [...(trial.state?.tasks.values() ?? [])].map(({ status, queuedAt }) => [status, queuedAt === undefined]),
    [
      ['cancelled', true],
      ['cancelled', true],
      ['success', false],
    ],
  );
});

test('two runs at the same time share the cache and both succeed', async context => {
  const trial = new Trial(context, makePipeline([load, train]));
  const two = await Promise.all([runPipeline(trial.options()), runPipeline(trial.options())]);
  const ends = two.flatMap(({ tasks }) => [...tasks.values()].map(({ status, reason }) => reason ?? status));
  assert.deepEqual(ends, ['success', 'success', 'success', 'success']);
  rmSync(join(trial.root, 'work'));
  rmSync(join(trial.root, 'raw.txt'));
  assert.equal(await trial.run(), '');
  assert.equal(trial.read('raw.txt'), 'a\nb\n');
});

test('old runs go at the end of a run when only some are to stay', async context => {
  const trial = new Trial(context, makePipeline([makeTask('a', 'true')]));
  for (let round = 0; round < 4; round++) await trial.run({ keepRuns: 2 });
  assert.equal(trial.runs().length, 2);
  assert.ok(trial.runs().includes(trial.state?.started.runId ?? ''));
});

/** A root with data, in which tasks tell in the file `work` that they work. */
class Trial {
  readonly root: string;
  readonly #pipeline: Pipeline;
  state: RunState | undefined;

  constructor(context: TestContext, pipeline: Pipeline) {
    this.root = makeRoot(context);
    this.#pipeline = pipeline;
    mkdirSync(join(this.root, 'data'));
    this.write('data/1', 'b\na\n');
  }

  options(more: Partial<RunOptions> = {}): RunOptions {
    return optionsFor(this.root, this.#pipeline, more);
  }

  /** The tasks that worked. */
  async run(more: Partial<RunOptions> = {}): Promise<string> {
    this.write('work', '');
    this.state = await runPipeline(this.options(more));
    return this.read('work').trim().split('\n').join(' ');
  }

  sources(): string[] {
    return [...(this.state?.tasks.values() ?? [])].map(({ name, source }) => `${name}: ${source?.kind ?? 'none'}`);
  }

  runs(): string[] {
    return readdirSync(join(this.root, '.dagwright', 'runs'));
  }

  read(name: string): string {
    return readFileSync(join(this.root, name), 'utf8');
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.root, name), text);
  }
}
