import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

const file = 'a.pipeline.yaml';
const text = `
params: { t: { type: number, default: 0.9 } }
tasks:
  load:
    run: echo load >> done; echo n=3 >> $PIPELINE_OUTPUT; echo x > raw.csv
    outputs: { n: integer, raw: { path: raw.csv } }
  train: { needs: [load], run: "echo train \${{ params.t }} >> done; test -e ok" }
  evaluate: { needs: [train], run: "echo evaluate \${{ tasks.load.outputs.n }} >> done" }
  other: { run: echo other >> done }
  alert: { needs: [train], trigger_rule: one_failed, run: echo alert >> done }
`;

test('a named task runs with all that it needs, or alone with what earlier runs gave', async () => {
  const { run, did } = work({ [file]: text, ok: '' });
  assert.equal((await run('run', file, 'evaluate', '--only')).code, 2);
  assert.equal((await run('run', file, 'train')).code, 0);
  assert.deepEqual(did(), ['load', 'train 0.9']);
  assert.equal((await run('run', file, 'evaluate', '--only')).code, 0);
  assert.deepEqual(did(), ['evaluate 3']);
  assert.equal((await run('run', file, 'train', '--downstream')).code, 0);
  assert.deepEqual(did(), ['train 0.9', 'evaluate 3']);
  assert.match((await run('run', file, 'trian')).err, /There is no task trian\. Did you mean train\?/);
  assert.match((await run('run', file, '--only')).err, /Name the tasks that are meant/);
});

test('what failed is run again with all below it, and the rest is taken over, also over several runs', async () => {
  const { folder, run, did, started } = work({ [file]: text });
  assert.equal((await run('run', file)).code, 1);
  assert.deepEqual(did().sort(), ['alert', 'load', 'other', 'train 0.9']);
  assert.equal((await run('rerun', 'last', '--failed')).code, 1);
  assert.deepEqual(did(), ['train 0.9', 'alert']);
  writeFileSync(join(folder, 'ok'), '');
  const again = await run('rerun', 'last', '--failed');
  assert.equal(again.code, 0);
  assert.match(again.err, /2 of 5 tasks are taken over from run/);
  assert.deepEqual(did(), ['train 0.9', 'evaluate 3']);
  const [first, second, third] = started();
  assert.equal(third.rerunOf, second.runId);
  const shown = JSON.parse((await run('show', 'last', '--format', 'json')).out);
  const load = shown.tasks.find((task: { name: string }) => task.name === 'load');
  assert.deepEqual([load.status, load.source], ['success', { kind: 'run', run: first.runId }]);
  const log = await run('logs', 'last', 'load');
  assert.match(
    log.err,
    new RegExp(`taken over, and ran in ${first.runId} \\(dagwright logs ${first.runId} load\\)\\.`),
  );
  const nothing = await run('rerun', 'last', '--failed');
  assert.equal(nothing.code, 2);
  assert.match(nothing.err, /Nothing to run again/);
});

test('a rerun runs what has changed in the file, reads a changed param, or has lost its file', async () => {
  const { folder, run, did } = work({ [file]: text, ok: '' });
  assert.equal((await run('run', file)).code, 0);
  did();
  const byParam = await run('rerun', 'last', '--param', 't=0.5');
  assert.match(byParam.err, /train runs again: params\.t 0\.9 → 0\.5\./);
  assert.deepEqual(did(), ['train 0.5', 'evaluate 3']);
  writeFileSync(join(folder, file), text.replace('echo other', 'echo another'));
  assert.match((await run('rerun', 'last', '--failed')).err, /other runs again: run changed\./);
  assert.deepEqual(did(), ['another']);
  rmSync(join(folder, 'raw.csv'));
  assert.match(
    (await run('rerun', 'last', '--from', 'other')).err,
    /load runs again: its output raw is gone: .*raw\.csv\./,
  );
  assert.deepEqual(did().sort(), ['another', 'evaluate 3', 'load', 'train 0.5']);
  rmSync(join(folder, 'raw.csv'));
  assert.match((await run('rerun', 'last', '--failed')).err, /load runs again: its output raw is gone: /);
  assert.deepEqual(did().sort(), ['evaluate 3', 'load', 'train 0.5']);
});

test('of groups that are left out or missing, notes and messages speak as of one thing', async () => {
  const many = `
tasks:
  a: { run: "true" }
  m: { matrix: { i: [1, 2, 3, 4, 5, 6, 7, 8] }, run: "test -e ok" }
  end: { needs: [m], run: "true" }
`;
  const { run } = work({ [file]: many });
  assert.equal((await run('run', file)).code, 1);
  const missing = (await run('run', file, 'm[i=1]', '--downstream')).err;
  assert.match(
    missing,
    /needs m\[i=2\], which has not succeeded yet\.\n[\s\S]*And 2 more\.\nRun first: dagwright run FILE m\n/,
  );
  const left = (await run('rerun', 'last', '--from', 'a')).err;
  assert.match(left, /Left out, for it did not succeed and was not asked for: m, end\. /);
  const again = (await run('rerun', 'last', '--failed')).err;
  assert.match(
    again,
    /note: m runs: that run did not have it\.\nnote: m\[i=1\] runs: .*\n[\s\S]*more run, for such reasons\./,
  );
});

test('what is taken over although the file or a param says otherwise by now is told', async () => {
  const { folder, run, did } = work({ [file]: text, ok: '' });
  assert.equal((await run('run', file)).code, 0);
  assert.equal((await run('run', file, 'evaluate', '--only')).err, '');
  const id = (await run('runs', '--format', 'json')).out.match(/"id": "(.*)"/g)?.[1]?.slice(7, -1);
  const param = await run('run', file, 'evaluate', '--only', '--param', 't=0.5');
  assert.equal(param.err, `note: train is taken over from run ${id}, but since then params.t 0.9 → 0.5.\n`);
  writeFileSync(join(folder, file), text.replace('echo load', 'echo loaded'));
  assert.match(
    (await run('plan', file, 'train', '--downstream')).err,
    /note: load is taken over .*since then run changed\./,
  );
  did();
});

test('that nothing is to be run again is said as it is', async () => {
  const { run } = work({ [file]: text });
  assert.equal((await run('run', file)).code, 1);
  const { code, err } = await run('rerun', 'last', '--param', 't=0.9');
  assert.equal(code, 2);
  assert.match(
    err,
    /Nothing to run again: nothing has changed since run .*\. What did not succeed in it: .* --failed\n/,
  );
});

test('a run whose file is gone is repeated as it was recorded', async () => {
  const { folder, run, did } = work({ [file]: text, ok: '' });
  assert.equal((await run('run', file, '--param', 't=0.7')).code, 0);
  did();
  rmSync(join(folder, file));
  const gone = await run('rerun', 'last');
  assert.equal(gone.code, 2);
  assert.match(gone.err, /The file of run .* is gone.*\n.*--recorded/);
  assert.equal((await run('rerun', 'last', '--recorded')).code, 0);
  assert.deepEqual(did().sort(), ['evaluate 3', 'load', 'other', 'train 0.7']);
});

test('params that the file has no longer are told, and a default that changed is taken', async () => {
  const { folder, run, did } = work({ [file]: text, ok: '' });
  await run('run', file);
  did();
  writeFileSync(
    join(folder, file),
    text.replace('default: 0.9', 'default: 0.2').replace('{ t:', '{ u: { type: string, default: x }, t:'),
  );
  assert.match((await run('rerun', 'last', '--failed')).err, /train runs again: params\.t 0\.9 → 0\.2\./);
  writeFileSync(join(folder, file), text.replace(/^params.*$/m, '').replace('${{ params.t }}', '1'));
  assert.match((await run('rerun', 'last', '--failed')).err, /The file has no param t any more/);
});

test('a run that goes on is not repeated', async () => {
  const { folder, run } = work({
    [file]: 'tasks:\n  a: { run: "echo up; while ! test -e go; do sleep 0.05; done" }\n',
  });
  const id = (await run('run', file, '--detach')).out.trim();
  const said = await run('rerun', id);
  assert.equal(said.code, 2);
  assert.match(said.err, /still goes on/);
  writeFileSync(join(folder, 'go'), '');
  assert.equal((await run('logs', id, 'a', '--follow')).code, 0);
});

test('of groups, what failed is run again in them: items of a list, instances, tasks of a used pipeline', async () => {
  const used =
    'outputs: { n: "${{ tasks.b.outputs.n }}" }\ntasks:\n  a: { run: "echo a >> done" }\n  b: { needs: [a], run: "echo b >> done; echo n=1 >> $PIPELINE_OUTPUT; test -e ok", outputs: { n: integer } }\n';
  const groups = `
tasks:
  list: { run: "echo 'files=[\\"x\\",\\"y z\\"]' >> $PIPELINE_OUTPUT", outputs: { files: json } }
  convert: { needs: [list], foreach: "\${{ tasks.list.outputs.files }}", as: file, run: "echo '\${{ file }}' >> done; test '\${{ file }}' = x || test -e ok" }
  ingest: { needs: [list], uses: used.pipeline.yaml }
  train: { needs: [list], matrix: { m: [1, 2] }, run: "echo m\${{ matrix.m }} >> done; echo n=\${{ matrix.m }} >> $PIPELINE_OUTPUT; test \${{ matrix.m }} = 1 || test -e ok", outputs: { n: integer } }
  end: { needs: [convert, ingest, train], run: "echo \${{ join(tasks.train.outputs.n) }} \${{ tasks.ingest.outputs.n }} >> done" }
`;
  const { folder, run, did } = work({ [file]: groups, 'used.pipeline.yaml': used });
  assert.equal((await run('run', file)).code, 1);
  assert.deepEqual(did().sort(), ['a', 'b', 'm1', 'm2', 'x', 'y z']);
  writeFileSync(join(folder, 'ok'), '');
  assert.equal((await run('rerun', 'last', '--failed')).code, 0);
  assert.deepEqual(did().sort(), ['1,2 1', 'b', 'm2', 'y z']);
  assert.equal((await run('rerun', 'last', '--from', 'convert[file=x]')).code, 0);
  assert.deepEqual(did(), ['x', '1,2 1']);
  assert.equal((await run('run', file, 'train[m=2]', '--downstream')).code, 0);
  assert.deepEqual(did(), ['m2', '1,2 1']);
});

test('a rerun knows the items of a list also from a rerun that took them over', async () => {
  const items = `
tasks:
  list: { run: "echo 'v=[\\"x\\",\\"y\\"]' >> $PIPELINE_OUTPUT", outputs: { v: json } }
  each: { needs: [list], foreach: "\${{ tasks.list.outputs.v }}", as: it, run: "echo \${{ it }} >> done", inputs: ["\${{ it }}"] }
  end: { needs: [each], run: "echo end >> done; test -e ok" }
`;
  const { folder, run, did } = work({ [file]: items, x: '', y: '' });
  await run('run', file);
  await run('rerun', 'last', '--failed');
  assert.deepEqual(did().sort(), ['end', 'end', 'x', 'y']);
  writeFileSync(join(folder, 'y'), 'edited');
  assert.match((await run('rerun', 'last', '--failed')).err, /each\[it=y\] runs again: its input y has changed\./);
  assert.deepEqual(did(), ['y', 'end']);
  writeFileSync(join(folder, 'ok'), '');
  assert.equal((await run('rerun', 'last', '--failed')).code, 0);
  assert.equal((await run('rerun', 'last', '--from', 'each[it=x]')).code, 0);
  assert.deepEqual(did(), ['end', 'x', 'end']);
});

test('a plan tells what would run and why, and leaves nothing behind', async () => {
  const { folder, run } = work({ [file]: text });
  const { code, out } = await run('plan', file);
  assert.equal(code, 0);
  assert.match(out, /^a: 4 will run, 1 will be skipped\n/);
  assert.match(out, /alert +will be skipped +trigger_rule one_failed: unless train fails/);
  assert.deepEqual(readdirSync(folder), [file]);
  const json = JSON.parse((await run('plan', file, 'train', '--format', 'json')).out);
  assert.deepEqual(
    json.tasks.map(({ task, will }: { task: string; will: string }) => `${task} ${will}`),
    ['load run', 'train run'],
  );
});

test('a plan names a task that asks for more than this machine has', async () => {
  const { folder, run } = work({ [file]: 'tasks:\n  a: { run: "true", resources: { cpus: 100000 } }\n' });
  const { code, err } = await run('plan', file);
  assert.equal(code, 2);
  assert.match(err, /The task "a" asks for 100000 cpus, and this machine has \d+\./);
  assert.deepEqual(readdirSync(folder), [file]);
});

test('why tells the root of a failure with its last lines, and what a condition read', async () => {
  const broken = text.replace('test -e ok', 'echo no such column; exit 3');
  const condition = '  deploy: { needs: [load], if: tasks.load.outputs.n > 5, run: echo }\n';
  const { run } = work({ [file]: broken + condition });
  await run('run', file);
  const below = (await run('why', 'last', 'evaluate')).out;
  assert.match(below, /evaluate was not run: its trigger_rule all_success could no longer hold, for train failed\./);
  assert.match(below, /because +train failed: exit code 3\n/);
  assert.match(below, /the last lines of train\n +│ no such column\n/);
  const skipped = JSON.parse((await run('why', 'last', 'deploy', '--format', 'json')).out);
  assert.deepEqual(skipped.condition, {
    expression: 'tasks.load.outputs.n > 5',
    holds: false,
    operands: [{ name: 'tasks.load.outputs.n', value: 3 }],
  });
  assert.equal((await run('why', 'last', 'nothing')).code, 1);
});

function work(files: Readonly<Record<string, string>>) {
  const folder = program.folder(files);
  return {
    folder,
    run: (...args: string[]) => program.run(folder, ...args),
    /** What the tasks have done since this was asked last. */
    did: (): string[] => {
      const path = join(folder, 'done');
      const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
      rmSync(path);
      return lines;
    },
    started: () => {
      const runs = join(folder, '.dagwright', 'runs');
      return readdirSync(runs).map(id =>
        JSON.parse(readFileSync(join(runs, id, 'journal.ndjson'), 'utf8').split('\n')[0] ?? ''),
      );
    },
  };
}
