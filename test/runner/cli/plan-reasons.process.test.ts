import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

const text = `
params: { rate: { type: number, default: 0.1 }, region: { type: string, default: eu } }
env: { SEED: "1" }
env_files: [.env]
tasks:
  source: { run: "cat n.txt >> $PIPELINE_OUTPUT; cp body.txt made.txt", inputs: [n.txt, body.txt], outputs: { n: integer, made: { path: made.txt } }, cache: true }
  reads: { needs: [source], run: "echo \${{ tasks.source.outputs.n }}", cache: true }
  files: { run: "cat data.csv extra*.csv", inputs: [data.csv, "extra*.csv"], env: { SEED: "0" }, cache: true }
  params: { run: "echo \${{ params.rate }}", cache: true }
  script: { run: "echo script", cache: true }
  hashes: { run: "echo \${{ hashFiles('data.csv') }}", cache: true }
  plain: { run: "true" }
  only_eu: { if: "params.region == 'eu'", run: "true" }
  alert: { needs: [plain], trigger_rule: one_failed, run: "true" }
  wait: { needs: [plain], if: "tasks.plain.status == 'failed'", trigger_rule: all_done, run: "true" }
  m: { matrix: { i: [1] }, run: "echo \${{ matrix.i }} \${{ params.rate }}", cache: true }
  u: { uses: used.pipeline.yaml, with: { r: "\${{ params.rate }}" } }
`;
const used =
  'params: { r: { type: number } }\ntasks:\n  t: { run: "echo ${{ params.r }}", inputs: [data.csv], cache: true }\n';
const files: Readonly<Record<string, string>> = {
  ...{ 'a.pipeline.yaml': text, 'used.pipeline.yaml': used, '.env': 'STAGE=prod\n' },
  ...{ 'n.txt': 'n=1\n', 'body.txt': 'x\n', 'data.csv': '1\n', 'extra1.csv': '1\n' },
};
const folder = program.folder(files);

interface Told {
  readonly will: string;
  readonly why: readonly string[];
}

before(async () => {
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml')).code, 0);
});

test('when nothing has changed, what has a cache is cached', async () => {
  const plan = await planned();
  const cached = ['source', 'reads', 'files', 'params', 'script', 'hashes', 'm[i=1]', 'u/t'];
  for (const task of cached) assert.deepEqual(plan.get(task), { will: 'cached', why: [] }, task);
  assert.deepEqual(plan.get('plain'), { will: 'run', why: ['it has no cache'] });
  assert.deepEqual(plan.get('alert'), { will: 'skipped', why: ['trigger_rule one_failed: unless plain fails'] });
  assert.deepEqual(plan.get('wait'), {
    will: 'depends',
    why: ["if: tasks.plain.status == 'failed' depends on how plain ends"],
  });
});

/** An edit, and for each task what the plan says then. */
const edits: readonly (readonly [title: string, edit: () => void, Readonly<Record<string, string>>])[] = [
  ['a file', () => put('data.csv', '2\n'), { files: 'data.csv has changed', 'u/t': 'data.csv has changed' }],
  ['a new file that a glob fits', () => put('extra2.csv', ''), { files: 'extra2.csv is new' }],
  ['a file that is gone', () => rmSync(join(folder, 'extra1.csv')), { files: 'extra1.csv is gone' }],
  ['a variable of the file', () => swap('SEED: "1"', 'SEED: "2"'), { script: 'the variable SEED was 1, is 2' }],
  ['a variable of a task', () => swap('SEED: "0"', 'SEED: "3"'), { files: 'the variable SEED was 0, is 3' }],
  ['a variable of an env file', () => put('.env', 'STAGE=dev\n'), { script: 'the variable STAGE has changed' }],
  ['a script', () => swap('echo script', 'echo other'), { script: 'its script has changed' }],
  ['a file that hashFiles reads', () => put('data.csv', '2\n'), { hashes: "hashFiles('data.csv')" }],
];

for (const [title, edit, expected] of edits) {
  test(`a plan names ${title}, and leaves the rest cached`, async () => {
    edit();
    const plan = await planned();
    for (const [task, why] of Object.entries(expected)) {
      const told = plan.get(task);
      assert.equal(told?.will, 'run', task);
      assert.ok(told?.why.join('; ').includes(why), `${task}: ${told?.why.join('; ')}`);
    }
  });
}

test('a plan names the param, in instances and used pipelines too, and the value that decides an `if`', async () => {
  const plan = await planned('--param', 'rate=0.2', '--param', 'region=us');
  assert.deepEqual(plan.get('params'), { will: 'run', why: ['params.rate was 0.1, is 0.2'] });
  assert.deepEqual(plan.get('m[i=1]'), { will: 'run', why: ['params.rate was 0.1, is 0.2'] });
  assert.deepEqual(plan.get('u/t'), { will: 'run', why: ['params.r was 0.1, is 0.2'] });
  assert.deepEqual(plan.get('only_eu'), {
    will: 'skipped',
    why: ["if: params.region == 'eu' is false: params.region is us"],
  });
  assert.deepEqual(plan.get('script'), { will: 'cached', why: [] });
});

test('a plan names the need that will run, and when that has run, which of its outputs changed', async () => {
  n = 'n=2\n';
  put('n.txt', n);
  const plan = await planned();
  assert.deepEqual(plan.get('source'), { will: 'run', why: ['n.txt has changed'] });
  assert.deepEqual(plan.get('reads'), { will: 'run', why: ['its need source will run'] });
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml', 'source')).code, 0);
  assert.deepEqual((await planned()).get('reads'), { will: 'run', why: ['source.n was 1, is 2'] });
  put('body.txt', 'y\n');
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml', 'reads')).code, 0);
  put('body.txt', 'z\n');
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml', 'source')).code, 0);
  assert.deepEqual((await planned()).get('reads'), { will: 'run', why: ['source.made has changed'] });
});

test('what has changed is told against the success that is nearest, not only the newest', async () => {
  swap('echo script', 'echo first');
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml', 'script')).code, 0);
  put('a.pipeline.yaml', text);
  put('.env', 'STAGE=test\n');
  assert.deepEqual((await planned()).get('script'), { will: 'run', why: ['the variable STAGE has changed'] });
});

test('the estimate and the longest path are near to what the run then takes', async () => {
  const other = program.folder({
    'a.pipeline.yaml':
      'max_parallel: 2\ntasks:\n  a: { run: sleep 0.4 }\n  b: { run: sleep 0.2 }\n  c: { needs: [a, b], run: sleep 0.5 }\n  d: { run: sleep 0.1 }\n',
  });
  assert.equal((await program.run(other, 'plan', 'a.pipeline.yaml')).out.includes('by past runs'), false);
  await program.run(other, 'run', 'a.pipeline.yaml');
  const { estimate } = JSON.parse((await program.run(other, 'plan', 'a.pipeline.yaml', '--format', 'json')).out);
  await program.run(other, 'run', 'a.pipeline.yaml');
  const { startedAt, endedAt } = JSON.parse((await program.run(other, 'show', 'last', '--format', 'json')).out);
  assert.deepEqual(estimate.criticalPath, ['a', 'c']);
  const factor = estimate.lengthMs / (endedAt - startedAt);
  assert.ok(factor > 0.6 && factor < 1.6, `${estimate.lengthMs} ms against ${endedAt - startedAt} ms`);
});

/** What `source` says in n.txt by now. */
let n = 'n=1\n';

function put(file: string, content: string): void {
  writeFileSync(join(folder, file), content);
}

function swap(before: string, now: string): void {
  const path = join(folder, 'a.pipeline.yaml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(before, now));
}

/** The plan of what lies there, which then is put back as it was. */
async function planned(...args: string[]): Promise<ReadonlyMap<string, Told>> {
  const { out, err } = await program.run(folder, 'plan', 'a.pipeline.yaml', '--format', 'json', ...args);
  assert.equal(err, '');
  rmSync(join(folder, 'extra2.csv'), { force: true });
  for (const [file, content] of Object.entries(files)) put(file, file === 'n.txt' ? n : content);
  const { tasks } = JSON.parse(out) as { tasks: (Told & { task: string })[] };
  return new Map(tasks.map(({ task, will, why }) => [task, { will, why }]));
}
