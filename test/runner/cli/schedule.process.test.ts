import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunStarted } from '../../../runner/event.ts';
import { scheduleFolder } from '../../../runner/layout.ts';
import { readPicture } from '../../../runner/schedule-folder/schedule-picture.ts';
import { sendScheduleRequest } from '../../../runner/schedule-folder/schedule-request.ts';
import { until as untilTrue } from '../real-attempts.ts';
import { Program, type Running } from './program.ts';

const program = await Program.make();
const started: Running[] = [];
after(() => {
  for (const { child } of started) child.kill('SIGKILL');
  program[Symbol.dispose]();
});

const ready = /Scheduling \d+ triggers? of .* Ctrl-C ends it; runs go on\.\n/;
/** Never by itself within the time of a test. */
const never = '{ cron: "0 0 29 2 *", timezone: UTC }';

test('data that comes in a burst of a thousand, some of it slowly, starts one run when all is there', async () => {
  const folder = place({
    'f.pipeline.yaml': `
triggers: [{ files: ["data/*.csv", "!data/no-*"], debounce: 600ms }]
tasks: { a: { run: "cat data/slow.csv > seen; echo \${{ join(trigger.files, ' ') }} > told; echo x >> data/out.csv", outputs: { out: { path: data/out.csv } } } }
`,
  });
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'old.csv'), 'before it began');
  const scheduling = await begin(folder);
  for (let number = 0; number < 1000; number++) writeFileSync(join(folder, 'data', `${number}.csv`), 'x');
  writeFileSync(join(folder, 'data', 'no-data.csv'), 'x');
  for (let line = 1; line <= 5; line++) {
    appendFileSync(join(folder, 'data', 'slow.csv'), `line ${line}\n`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  await scheduling.says(/: success\n/);
  const [run, ...more] = runsOf(folder);
  assert.deepEqual(more, []);
  assert.equal(run?.trigger?.files?.length, 1001);
  assert.equal(run?.trigger?.files?.[0], 'data/0.csv');
  assert.match(readFileSync(join(folder, 'seen'), 'utf8'), /line 5/);
  assert.equal(readFileSync(join(folder, 'told'), 'utf8').trim(), run?.trigger?.files?.join(' '));
  // What the run wrote does not start it again: the next data is the next start.
  writeFileSync(join(folder, 'data', 'next.csv'), 'x');
  await scheduling.says(/: success\n[\s\S]*: success\n/);
  assert.deepEqual(
    runsOf(folder).map(({ trigger }) => trigger?.files?.length),
    [1001, 1],
  );
  await stop(scheduling);
});

test('a folder that goes and comes back, and one that is not there yet, are listened at', async () => {
  const folder = place({
    'f.pipeline.yaml': 'triggers: [{ files: "in/*.txt", debounce: 100ms }]\ntasks: { a: { run: echo hello } }\n',
  });
  const scheduling = await begin(folder);
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'a.txt'), '1');
  await scheduling.says(times(1));
  renameSync(join(folder, 'in'), join(folder, 'gone'));
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'b.txt'), '1');
  await scheduling.says(times(2));
  rmSync(join(folder, 'in'), { recursive: true });
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'in', 'c.txt'), '1');
  await scheduling.says(times(3));
  assert.deepEqual(
    runsOf(folder).map(({ trigger }) => trigger?.files),
    [['in/a.txt'], ['in/b.txt'], ['in/c.txt']],
  );
  await stop(scheduling);
});

test('data is heard of in a folder that is a link, and in new folders below one', async () => {
  const folder = place({
    'f.pipeline.yaml': 'triggers: [{ files: "in/**/*.txt", debounce: 100ms }]\ntasks: { a: { run: echo hello } }\n',
  });
  symlinkSync(program.folder(), join(folder, 'in'));
  const scheduling = await begin(folder);
  writeFileSync(join(folder, 'in', 'a.txt'), '1');
  await scheduling.says(times(1));
  mkdirSync(join(folder, 'in', 'deep', 'deeper'), { recursive: true });
  writeFileSync(join(folder, 'in', 'deep', 'deeper', 'b.txt'), '1');
  await scheduling.says(times(2));
  appendFileSync(join(folder, 'in', 'deep', 'deeper', 'b.txt'), '2');
  await scheduling.says(times(3));
  assert.deepEqual(
    runsOf(folder).map(({ trigger }) => trigger?.files),
    [['in/a.txt'], ['in/deep/deeper/b.txt'], ['in/deep/deeper/b.txt']],
  );
  await stop(scheduling);
});

test('pipelines in folders that come, are moved and go are taken up and let go', async () => {
  const folder = place({});
  const scheduling = await begin(folder);
  mkdirSync(join(folder, 'new', 'inner'), { recursive: true });
  writeFileSync(
    join(folder, 'new', 'inner', 'a.pipeline.yaml'),
    `triggers: [${never}]\ntasks: { a: { run: "true" } }\n`,
  );
  await scheduling.says(/new\/inner\/a\.pipeline\.yaml: now starts/);
  const armed = () =>
    readPicture(folder)
      ?.pipelines.map(({ file }) => file)
      .join(' ');
  renameSync(join(folder, 'new'), join(folder, 'old'));
  await untilTrue(() => armed() === 'old/inner/a.pipeline.yaml');
  rmSync(join(folder, 'old'), { recursive: true });
  await untilTrue(() => armed() === '');
  await stop(scheduling);
});

test('data that comes while no scheduler runs, killed as it was, starts one run when the next begins', async () => {
  const folder = place({
    'f.pipeline.yaml': 'triggers: [{ files: "in/*.txt", debounce: 100ms }]\ntasks: { a: { run: echo hello } }\n',
  });
  mkdirSync(join(folder, 'in'));
  const first = await begin(folder);
  writeFileSync(join(folder, 'in', 'a.txt'), '1');
  await first.says(times(1));
  first.child.kill('SIGKILL');
  await first.ended;
  writeFileSync(join(folder, 'in', 'b.txt'), '1');
  const second = await begin(folder);
  // It may also tell the end of the first run: that one was killed before it noted that it had told it.
  await untilTrue(() => runsBegun(folder) > 1);
  assert.deepEqual(
    runsOf(folder).map(({ trigger }) => trigger?.files),
    [['in/a.txt'], ['in/b.txt']],
  );
  await stop(second);
});

test('a file that each run writes without saying so stops starting it, and the user is told', async () => {
  const folder = place({
    'f.pipeline.yaml': 'triggers: [{ files: "*.txt", debounce: 50ms }]\ntasks: { a: { run: date >> log.txt } }\n',
  });
  const scheduling = await begin(folder);
  writeFileSync(join(folder, 'in.txt'), '1');
  await scheduling.says(/its runs write .*log\.txt, which starts it: that counts no more/);
  assert.equal(runsOf(folder).length, 3);
  await stop(scheduling);
});

test('the end of another pipeline starts a run when its condition holds, also of one started by hand', async () => {
  const folder = place({
    'up.pipeline.yaml': `
tasks: { a: { run: "cat accuracy >> $PIPELINE_OUTPUT", outputs: { accuracy: number } } }
outputs: { accuracy: "\${{ tasks.a.outputs.accuracy }}" }
`,
    'down.pipeline.yaml': `
triggers: [{ pipeline: up.pipeline.yaml, if: trigger.outputs.accuracy < 0.9 }]
tasks: { a: { run: "echo \${{ trigger.run }} \${{ trigger.outputs.accuracy }} >> done" } }
`,
  });
  const scheduling = await begin(folder);
  writeFileSync(join(folder, 'accuracy'), 'accuracy=0.95\n');
  await program.run(folder, 'run', 'up.pipeline.yaml');
  writeFileSync(join(folder, 'accuracy'), 'accuracy=0.8\n');
  const { out } = await program.run(folder, 'run', 'up.pipeline.yaml', '--format', 'plain');
  await scheduling.says(/down\.pipeline\.yaml: run .*: success/);
  const [, id] = /run (\S+),/.exec(out) ?? [];
  assert.equal(readFileSync(join(folder, 'done'), 'utf8'), `${id} 0.8\n`);
  await stop(scheduling);
});

test('one scheduler does for a folder and all below it; a second says who it is', async () => {
  const folder = place({ 'a.pipeline.yaml': `triggers: [${never}]\ntasks: { a: { run: "true" } }\n` });
  const scheduling = await begin(folder);
  const { code, err } = await program.run(folder, 'schedule');
  assert.equal(code, 2);
  assert.match(err, new RegExp(`Process ${scheduling.child.pid} schedules the pipelines of .* already`));
  const inner = join(folder, 'inner');
  mkdirSync(join(inner, '.git'), { recursive: true });
  await until(join(scheduleFolder(folder), 'state.json'));
  const other = await program.run(inner, 'schedule');
  assert.match(other.err, new RegExp(`Process ${scheduling.child.pid} schedules`));
  await stop(scheduling);
  const next = await begin(folder);
  await stop(next);
});

test('a scheduler whose state was deleted says so and ends, and the next begins anew', async () => {
  const folder = place({ 'a.pipeline.yaml': 'triggers: [{ cron: "* * * * * *" }]\ntasks: { a: { run: "true" } }\n' });
  const scheduling = await begin(folder);
  rmSync(scheduleFolder(folder), { recursive: true });
  const next = program.start(folder, 'schedule');
  started.push(next);
  const { code, err } = await scheduling.ended;
  assert.equal(code, 1);
  assert.match(err, /was deleted, or another scheduler took it over\. The scheduler ends; runs go on\./);
  await next.says(ready);
  await stop(next);
});

test('edits count at once; a broken file keeps its last good triggers, says so, and does so after a restart', async () => {
  const text = 'triggers: [{ files: in.txt, debounce: 50ms }]\ntasks: { a: { run: echo one >> done } }\n';
  const folder = place({ 'a.pipeline.yaml': text });
  const first = await begin(folder);
  writeFileSync(join(folder, 'a.pipeline.yaml'), 'tasks: {');
  await first.says(/a\.pipeline\.yaml: .* Its last good triggers stay\./);
  await stop(first);
  const second = await begin(folder);
  await second.says(/Its last good triggers stay\.[\s\S]*Scheduling 1 trigger /);
  writeFileSync(join(folder, 'in.txt'), '1');
  await second.says(/could not begin: .*not a valid pipeline/);
  const refusal = () => readPicture(folder)?.pipelines.find(({ file }) => file === 'a.pipeline.yaml')?.refusal;
  await untilTrue(() => /not a valid pipeline/.test(refusal() ?? ''));
  writeFileSync(join(folder, 'a.pipeline.yaml'), text.replace('in.txt', 'other.txt').replace('one', 'two'));
  await second.says(/now starts: when other\.txt change/);
  writeFileSync(join(folder, 'other.txt'), '1');
  await second.says(/\n.* a\.pipeline\.yaml: run \S+ starts for other\.txt[\s\S]*: success/);
  assert.equal(readFileSync(join(folder, 'done'), 'utf8'), 'two\n');
  await stop(second);
  assert.equal(refusal(), undefined);
});

test('triggers may be off until they are switched on; a run may be asked for, with the date that it is for', async () => {
  const folder = place({
    'a.pipeline.yaml': `triggers: [{ files: in.txt, debounce: 50ms }]\ntasks: { a: { run: "echo \${{ run.date }} >> done" } }\n`,
  });
  const scheduling = await begin(folder, '--paused');
  const file = 'a.pipeline.yaml';
  writeFileSync(join(folder, 'in.txt'), '1');
  sendScheduleRequest(scheduleFolder(folder), { type: 'start', file, scheduledAt: Date.UTC(2026, 0, 2) });
  await scheduling.says(times(1));
  assert.equal(readFileSync(join(folder, 'done'), 'utf8'), '2026-01-02T00:00:00.000Z\n');
  sendScheduleRequest(scheduleFolder(folder), { type: 'resume', file });
  await scheduling.says(/its triggers are switched on/);
  writeFileSync(join(folder, 'in.txt'), '2');
  await scheduling.says(times(2));
  sendScheduleRequest(scheduleFolder(folder), { type: 'pause', file });
  await scheduling.says(/its triggers are switched off/);
  await stop(scheduling);
  const { out } = await program.run(folder, 'schedule', '--list');
  assert.match(out, /a\.pipeline\.yaml {2}its triggers are switched off/);
});

test('a glob over the whole disk is refused with a sentence, and the others go on', async () => {
  const folder = place({
    'bad.pipeline.yaml': 'triggers: [{ files: "/**/*.csv" }]\ntasks: { a: { run: "true" } }\n',
    'good.pipeline.yaml': 'triggers: [{ files: in.txt, debounce: 50ms }]\ntasks: { a: { run: "true" } }\n',
  });
  const scheduling = await begin(folder);
  writeFileSync(join(folder, 'in.txt'), '1');
  await scheduling.says(/good\.pipeline\.yaml: run .*: success/);
  const { out } = await stop(scheduling);
  assert.match(out, /bad\.pipeline\.yaml: "\/\*\*\/\*\.csv" means files all over the disk/);
});

test('what starts next is told with its reason, and why something never does', async () => {
  const tasks = '\ntasks: { a: { run: "true" } }\n';
  const folder = place({
    'a.pipeline.yaml': `triggers: [{ cron: "0 3 * * *", timezone: UTC }, { pipeline: b.pipeline.yaml }]${tasks}`,
    'b.pipeline.yaml': `triggers: [{ files: "~/**" }, { files: "/**" }]${tasks}`,
    'c.pipeline.yaml': `triggers: [{ cron: "0 3 * * *", timezone: Europe/Berln }]${tasks}`,
    'd.pipeline.yaml': `triggers: [{ cron: "0 3 * * *", start_date: 2026-02-30 }]${tasks}`,
  });
  const { out } = await program.run(folder, 'schedule', '--list');
  assert.equal(out.match(/ {2}a\.pipeline\.yaml {2}cron "0 3 \* \* \*" UTC\n/g)?.length, 10, out);
  assert.match(out, /a\.pipeline\.yaml {2}when b\.pipeline\.yaml has succeeded/);
  assert.match(out, /b\.pipeline\.yaml {2}nothing starts it: "~\/\*\*": only shells know "~"/);
  assert.match(out, /b\.pipeline\.yaml {2}nothing starts it: "\/\*\*" means files all over the disk/);
  assert.match(out, /c\.pipeline\.yaml {2}nothing starts it: .* Did you mean "Europe\/Berlin"/);
  assert.match(out, /d\.pipeline\.yaml {2}nothing starts it: .* not "2026-02-30"/);
  const next = await program.run(folder, 'next', 'a.pipeline.yaml', '--format', 'json');
  const { starts }: { starts: readonly { at: number }[] } = JSON.parse(next.out);
  assert.equal(starts.length, 10);
  assert.ok(starts.every(({ at }, index) => at % day === day / 8 && at === (starts[0]?.at ?? 0) + index * day));
  assert.equal((await program.run(folder, 'next', 'c.pipeline.yaml')).code, 1);
});

const day = 86_400_000;

test('pipelines that start one another by the data that they write are told by check and by the scheduler', async () => {
  const data = (from: string, to: string) =>
    `triggers: [{ files: "${from}/*.csv", debounce: 50ms }]\ntasks: { a: { run: "date > ${to}/x.csv", outputs: { x: { path: ${to}/x.csv } } } }\n`;
  const folder = place({
    'a.pipeline.yaml': data('b-out', 'a-out'),
    'b.pipeline.yaml': data('a-out', 'b-out'),
    'c.pipeline.yaml': data('a-out', 'c-out'),
    'd.pipeline.yaml': data('d-out', 'd-out'),
  });
  for (const name of ['a', 'b', 'c', 'd']) mkdirSync(join(folder, `${name}-out`));
  const checked = await program.run(folder, 'check');
  assert.match(
    checked.out,
    /a\.pipeline\.yaml:1:21: error: These pipelines start one another, .*: a\.pipeline\.yaml → b/,
  );
  assert.match(checked.out, /2 errors/);
  const scheduling = await begin(folder);
  writeFileSync(join(folder, 'b-out', 'x.csv'), '1');
  writeFileSync(join(folder, 'a-out', 'x.csv'), '1');
  await scheduling.says(/c\.pipeline\.yaml: run .*: success/);
  const { out } = await stop(scheduling);
  assert.match(out, /b\.pipeline\.yaml: These pipelines start one another.* That trigger is left out\./);
  assert.deepEqual(
    runsOf(folder).map(({ name }) => name),
    ['c'],
  );
});

test('triggers that start one another without end are told by check and by the scheduler, and the others go on', async () => {
  const after = (other: string, more = '') =>
    `triggers: [{ pipeline: ${other}.pipeline.yaml${more} }]\ntasks: { a: { run: "true" } }\n`;
  const folder = place({
    'a.pipeline.yaml': after('b'),
    'b.pipeline.yaml': after('a'),
    'c.pipeline.yaml': after('a'),
    'd.pipeline.yaml': after('e', ', if: trigger.outputs.more'),
    'e.pipeline.yaml': after('d'),
  });
  const checked = await program.run(folder, 'check');
  assert.match(
    checked.out,
    /a\.pipeline\.yaml:1:24: error: These pipelines start one another, .*: a\.pipeline\.yaml → b\.pipeline\.yaml → a\.pipeline\.yaml\./,
  );
  assert.match(checked.out, /2 errors/);
  const scheduling = await begin(folder);
  await program.run(folder, 'run', 'a.pipeline.yaml');
  await scheduling.says(/c\.pipeline\.yaml: run .*: success/);
  const { out } = await stop(scheduling);
  assert.match(out, /b\.pipeline\.yaml: These pipelines start one another.* That trigger is left out\./);
  assert.deepEqual(
    runsOf(folder).map(({ name }) => name),
    ['a', 'c'],
  );
});

function place(files: Readonly<Record<string, string>>): string {
  const folder = program.folder(files);
  mkdirSync(join(folder, '.git'));
  return folder;
}

async function begin(folder: string, ...args: readonly string[]): Promise<Running> {
  const running = program.start(folder, 'schedule', ...args);
  started.push(running);
  await running.says(ready);
  return running;
}

async function stop(running: Running) {
  running.child.kill('SIGTERM');
  const ended = await running.ended;
  assert.equal(ended.code, 0, ended.err);
  assert.match(ended.out, /Stopped\./);
  return ended;
}

function times(count: number): RegExp {
  return new RegExp(`(?:: success\\n[\\s\\S]*){${count}}`);
}

/** The first lines of all runs, in their order. */
function runsOf(folder: string): readonly RunStarted[] {
  const runs = join(folder, '.dagwright', 'runs');
  const ids = existsSync(runs) ? readdirSync(runs).sort() : [];
  return ids.map(id => {
    const line: RunStarted = JSON.parse(readFileSync(join(runs, id, 'journal.ndjson'), 'utf8').split('\n')[0] ?? '');
    return line;
  });
}

/** How many runs have written their first line. */
function runsBegun(folder: string): number {
  const runs = join(folder, '.dagwright', 'runs');
  const journals = readdirSync(runs).map(id => join(runs, id, 'journal.ndjson'));
  return journals.filter(path => existsSync(path) && readFileSync(path, 'utf8').includes('\n')).length;
}

function until(path: string): Promise<void> {
  return new Promise(resolve => {
    const watcher = watch(join(path, '..'), () => look());
    const look = () => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    };
    look();
  });
}
