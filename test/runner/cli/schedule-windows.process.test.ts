import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { scheduleFolder } from '../../../runner/layout.ts';
import { thisProcess } from '../../../runner/run-directory/this-process.ts';
import { readPicture } from '../../../runner/schedule-folder/schedule-picture.ts';
import { sayWish, wishFolder } from '../../../runner/schedule-folder/window-wishes.ts';
import { until } from '../real-attempts.ts';
import { Program, type Running } from './program.ts';

const program = await Program.make();
const started: Running[] = [];
after(() => {
  for (const { child } of started) child.kill('SIGKILL');
  program[Symbol.dispose]();
});

const onData = (name: string) => `triggers: [{ files: ${name}.txt, debounce: 50ms }]\ntasks: { a: { run: "true" } }\n`;

function place(): string {
  const files = { 'a.pipeline.yaml': onData('a'), 'b.pipeline.yaml': onData('b'), 'c.pipeline.yaml': onData('c') };
  const folder = program.folder(files);
  mkdirSync(join(folder, '.git'));
  return folder;
}

async function begin(folder: string): Promise<Running> {
  const running = program.start(folder, 'schedule', '--windows', '200');
  started.push(running);
  await running.says(/Scheduling .*\n/);
  return running;
}

test('a scheduler of an editor starts what some window has on, and goes when no window wants anything any more', async () => {
  const folder = place();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const owner = { host: hostname(), pid: other.pid ?? 0 };
  const since = Date.now();
  sayWish(folder, { owner: thisProcess(), files: [{ file: 'a.pipeline.yaml', since }] });
  const scheduling = await begin(folder);
  sayWish(folder, { owner, files: [{ file: 'b.pipeline.yaml', since }] });
  // Both windows may start one at the same time.
  const second = await program.run(folder, 'schedule', '--windows');
  assert.equal(second.code, 2);
  assert.match(second.err, new RegExp(`Process ${scheduling.child.pid} schedules`));
  const armed = () => readPicture(folder)?.pipelines.filter(({ triggers, off }) => triggers.length > 0 && !off);
  await until(() => armed()?.length === 2);
  for (const name of ['c', 'b', 'a']) writeFileSync(join(folder, `${name}.txt`), '1');
  await scheduling.says(/a\.pipeline\.yaml: run .*: success/);
  await scheduling.says(/b\.pipeline\.yaml: run .*: success/);
  assert.equal(readPicture(folder)?.forWindows, true);
  // One is closed: what it had on stays on for as long as a window takes to be loaded again.
  other.kill();
  await once(other, 'exit');
  sayWish(folder, { owner: thisProcess(), files: [] });
  await until(() => readdirSync(wishFolder(scheduleFolder(folder))).length === 1);
  const { code, out } = await scheduling.ended;
  assert.equal(code, 0);
  assert.doesNotMatch(out, /c\.pipeline\.yaml/);
  assert.match(out, /Stopped\./);
});

test('what a window had on that is gone for long starts nothing', async () => {
  const folder = place();
  const gone = spawn(process.execPath, ['-e', '']);
  const owner = { host: hostname(), pid: gone.pid ?? 0, pidStart: 'long ago' };
  await once(gone, 'exit');
  sayWish(folder, { owner, files: [{ file: 'a.pipeline.yaml', since: 0 }] });
  const { code, out } = await program.run(folder, 'schedule', '--windows');
  assert.equal(code, 0);
  assert.match(out, /Stopped\./);
});

test('a pipeline with a param that nobody would be asked for is not scheduled, and one is told so beforehand', async () => {
  const folder = program.folder({
    'a.pipeline.yaml': `params: { region: { type: string } }\n${onData('a')}`,
    'b.pipeline.yaml': onData('b'),
  });
  mkdirSync(join(folder, '.git'));
  const { out } = await program.run(folder, 'schedule', '--list');
  assert.match(out, /a\.pipeline\.yaml +nothing starts it: Its param "region" has no default/);
  const scheduling = program.start(folder, 'schedule');
  started.push(scheduling);
  await scheduling.says(/a\.pipeline\.yaml: Its param "region" has no default[\s\S]*Scheduling 1 trigger of/);
  scheduling.child.kill('SIGTERM');
  await scheduling.ended;
});

test('a scheduled run whose runner was killed is told, and with --resume gone on with', async () => {
  const text = `
triggers: [{ files: in.txt, debounce: 50ms }]
tasks:
  a: { run: echo a >> done }
  b: { run: "echo begun >> done; until test -e go; do sleep 0.05; done; echo b >> done", needs: [a] }
`;
  const folder = program.folder({ 'a.pipeline.yaml': text });
  mkdirSync(join(folder, '.git'));
  const scheduling = program.start(folder, 'schedule', '--resume');
  started.push(scheduling);
  await scheduling.says(/Scheduling .*\n/);
  writeFileSync(join(folder, 'in.txt'), '1');
  const done = () => {
    try {
      return readFileSync(join(folder, 'done'), 'utf8');
    } catch {
      return '';
    }
  };
  await until(() => done().includes('begun'));
  const [id = ''] = readdirSync(join(folder, '.dagwright', 'runs'));
  const journal = readFileSync(join(folder, '.dagwright', 'runs', id, 'journal.ndjson'), 'utf8');
  const { pid }: { pid: number } = JSON.parse(journal.split('\n')[0] ?? '');
  process.kill(pid, 'SIGKILL');
  await scheduling.says(/its runner is gone, it is gone on with/);
  writeFileSync(join(folder, 'go'), '');
  await scheduling.says(/run .*: success/);
  assert.equal(done().match(/^a$/gm)?.length, 1);
  scheduling.child.kill('SIGTERM');
  await scheduling.ended;
});
