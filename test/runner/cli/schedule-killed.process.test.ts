import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ScheduleJournal } from '../../../runner/cli/schedule/schedule-journal.ts';
import type { RunStarted } from '../../../runner/event.ts';
import { scheduleFolder } from '../../../runner/layout.ts';
import { randomFrom } from '../../random.ts';
import { Program, type Running } from './program.ts';

const program = await Program.make();
const started: Running[] = [];
after(() => {
  for (const { child } of started) child.kill('SIGKILL');
  program[Symbol.dispose]();
});

/** Its process is killed so often, at moments that are not chosen. */
const kills = 5;

test('a run each second, and none twice or never, whatever moment the scheduler is killed at', async () => {
  const folder = program.folder({
    's.pipeline.yaml': `
triggers: [{ cron: "* * * * * *", catchup: all, overlap: allow }]
tasks: { a: { run: "echo \${{ run.date }} >> done" } }
`,
  });
  mkdirSync(join(folder, '.git'));
  const random = randomFrom(Date.now());
  for (let kill = 0; kill <= kills; kill++) {
    const running = program.start(folder, 'schedule', '--max-catchup-runs', '4');
    started.push(running);
    await running.says(/ starts for /);
    await running.says(/: success\n/);
    if (kill === kills) await running.says(/(?:: success\n[\s\S]*){4}/);
    else await new Promise(resolve => setTimeout(resolve, random() * 800));
    running.child.kill(kill === kills ? 'SIGTERM' : 'SIGKILL');
    await running.ended;
  }
  const times = timesIn(folder);
  assert.ok(times.length > kills, `${times.length} runs`);
  assert.equal(new Set(times).size, times.length, 'no second has two runs');
  const waiting = waitingIn(folder);
  const [first = 0, last = 0] = [times.at(0), times.at(-1)];
  for (let at = first; at < last; at += 1000) {
    assert.ok(times.includes(at) || waiting.has(at), `${new Date(at).toISOString()} has no run`);
  }
});

function timesIn(folder: string): readonly number[] {
  const runs = join(folder, '.dagwright', 'runs');
  const journals = readdirSync(runs).map(id => join(runs, id, 'journal.ndjson'));
  const begun = journals
    .filter(existsSync)
    .map((file): RunStarted => JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? ''));
  return begun.map(({ trigger }) => trigger?.scheduledAt ?? 0).sort((one, other) => one - other);
}

/** What the scheduler holds ready for later, or has begun and not seen end. */
function waitingIn(folder: string): ReadonlySet<number> {
  const journal = new ScheduleJournal(scheduleFolder(folder));
  journal.close();
  const { triggers, runs } = journal.state;
  const causes = [
    ...[...triggers.values()].flatMap(({ waiting }) => waiting),
    ...[...runs.values()].map(({ cause }) => cause),
  ];
  return new Set(causes.map(({ scheduledAt }) => scheduledAt));
}
