import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../runner/event.ts';
import { inFolder, median, ms } from './measure.ts';

/*
 * What a scheduler of 1,000 armed pipelines costs while nothing happens, how late runs start, and how long new data takes
 * to the first task of its run. `node bench/schedule.ts [program]`
 */

const program = resolve(process.argv[2] ?? 'dist/dagwright.js');
const debounceMs = 1000;
const tasks = 'tasks: { a: { run: "true" } }\n';

await inFolder(async folder => {
  for (let number = 0; number < 1000; number++) {
    const place = join(folder, `group-${number % 50}`);
    mkdirSync(place, { recursive: true });
    const data = `{ files: ["data-${number}/*.csv"] }`;
    const trigger = number % 10 === 0 ? data : `{ cron: "${number % 60} 3 1 1 *", timezone: Europe/Berlin }`;
    writeFileSync(join(place, `${number}.pipeline.yaml`), `triggers: [${trigger}]\n${tasks}`);
  }
  const scheduler = spawn(process.execPath, [program, 'schedule'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await said(scheduler.stdout, /Scheduling/);
    await sleep(3000);
    const before = usageOf(scheduler.pid);
    await sleep(10_000);
    const after = usageOf(scheduler.pid);
    console.log(
      `1,000 armed, idle   CPU ${((after.cpuMs - before.cpuMs) / 100).toFixed(2)} %   memory ${after.mib} MiB`,
    );
    writeFileSync(join(folder, 's.pipeline.yaml'), `triggers: [{ cron: "* * * * * *", overlap: allow }]\n${tasks}`);
    mkdirSync(join(folder, 'in'));
    const files = `triggers: [{ files: "in/*", debounce: ${debounceMs}ms }]\n${tasks}`;
    writeFileSync(join(folder, 'f.pipeline.yaml'), files);
    await sleep(61_000);
    writeFileSync(join(folder, 's.pipeline.yaml'), tasks);
    await sleep(3000);
    const begun = runsOf(folder, 's').flatMap(([first]) => (first?.type === 'run_started' ? [first] : []));
    const late = begun.map(({ at, trigger }) => at - (trigger?.scheduledAt ?? 0));
    const seconds = begun.map(({ trigger }) => (trigger?.scheduledAt ?? 0) / 1000).sort((one, other) => one - other);
    const [first = 0] = seconds;
    const isExact = seconds.every((second, index) => second === first + index);
    console.log(
      `a minute of a start each second   ${isExact ? 'each has exactly one' : 'NOT EXACT'} (${seconds.length})`,
    );
    console.log(
      `a start after its time   ${ms(median(late))} (median of ${late.length}), ${ms(Math.max(...late))} at worst`,
    );
    console.log(`data to its first task, beyond its debounce   ${ms(median(await dataDelays(folder)))} (median)`);
  } finally {
    scheduler.kill('SIGTERM');
  }
});

async function dataDelays(folder: string): Promise<readonly number[]> {
  const written: number[] = [];
  for (let number = 0; number < 10; number++) {
    written.push(Date.now());
    writeFileSync(join(folder, 'in', `${number}.csv`), 'x');
    await sleep(2500);
  }
  return runsOf(folder, 'f').map((events, index) => {
    const first = events.find(({ type }) => type === 'attempt_started');
    return (first?.at ?? Number.NaN) - (written[index] ?? 0) - debounceMs;
  });
}

/** The events of all runs of a pipeline, in the order in which they began. */
function runsOf(folder: string, name: string): readonly (readonly RunEvent[])[] {
  const runs = join(folder, '.dagwright', 'runs');
  const journals = readdirSync(runs)
    .sort()
    .map(id => readFileSync(join(runs, id, 'journal.ndjson'), 'utf8'));
  const events = journals.map(text =>
    text
      .trim()
      .split('\n')
      .map((line): RunEvent => JSON.parse(line)),
  );
  return events.filter(([begun]) => begun?.type === 'run_started' && begun.name === name);
}

/** Linux: user and system time in ticks of 10 ms, and what is in memory. */
function usageOf(pid: number | undefined): { readonly cpuMs: number; readonly mib: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, mib: Math.round(Number(rss) / 1024) };
}

function said(stream: NodeJS.ReadableStream, wanted: RegExp): Promise<void> {
  return new Promise(done => {
    let text = '';
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (wanted.test(text)) done();
    });
  });
}
