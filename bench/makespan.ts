import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Task } from '../pipeline/pipeline.ts';
import { estimate } from '../runner/history/estimate.ts';
import { writeHistory } from '../runner/history/history-file.ts';
import { historyFile, runFolder } from '../runner/layout.ts';
import { readRun } from '../runner/run-directory/read-run.ts';
import { listRunIds } from '../runner/run-directory/run-list.ts';
import { makeTask } from '../test/runner/make-pipeline.ts';
import { inFolder, median, ms, timeOf, verdict } from './measure.ts';
import { parseWorkflow, type TimedGraph, timedGraphs } from './timed-graphs.ts';

/*
 * How long runs take whose tasks sleep for known times, against a simulated critical-path list schedule of the same: the
 * quality of the order, and what starting tasks adds. Times are scaled so that each run takes about five seconds, or
 * `--seconds`. To tell the two apart, beside the ratio: how much longer than it was asked to a `sleep` took, from its start
 * till its end was heard of; how late tasks started for which there was a place; and the ratio to the same simulation with
 * the times that the sleeps really took. Beside the graphs made here, those of files in the format of WfCommons
 * (https://wfcommons.org) are run. `node bench/makespan.ts [--seconds 5] [rounds] [program] [FILE.json…]`
 */

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const [rounds = '5', program = 'dist/dagwright.js', ...files] = positionals;
const entry = resolve(program);
const graphs = [
  ...timedGraphs(),
  ...files.map(file => parseWorkflow(basename(file, '.json'), readFileSync(file, 'utf8'))),
];
const wantedMs = Number(values.seconds) * 1000;

for (const graph of graphs) for (const slots of [2, 4, 8, 16]) await inFolder(folder => measure(graph, slots, folder));

async function measure(graph: TimedGraph, slots: number, folder: string): Promise<void> {
  const tasks: Task[] = graph.tasks.map(({ name, needs }) => makeTask(name, '', { needs }));
  const original = new Map(graph.tasks.map(({ name, durationMs }) => [name, durationMs]));
  const scale = wantedMs / estimate(tasks, original, slots).lengthMs;
  const scaled = new Map([...original].map(([name, duration]) => [name, Math.round(duration * scale)]));
  const expected = estimate(tasks, scaled, slots).lengthMs;
  const file = join(folder, 'bench.pipeline.yaml');
  writeFileSync(file, pipelineText(graph, scaled));
  mkdirSync(dirname(historyFile(folder, file)), { recursive: true });
  const runs: RunTimes[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const newest = new Map([...scaled].map(([name, duration]) => [name, [duration]]));
    // Without it a run begins with what stands first in the file.
    if (!writeHistory(folder, file, { runs: [], tasks: newest })) throw new Error('The history cannot be written.');
    const args = ['run', file, '--max-parallel', String(slots), '--format', 'plain'] as const;
    timeOf([process.execPath, entry, ...args], folder);
    runs.push(await timesOf(folder, slots));
  }
  const middle = (part: (run: RunTimes) => number) => median(runs.map(part));
  const over = middle(({ took }) => meanOver(took, scaled));
  const again = middle(({ took, length }) => length / estimate(tasks, took, slots).lengthMs);
  const time = middle(({ length }) => length);
  const figure = verdict(time / expected, 1.05);
  console.log(
    `${graph.title}, ${graph.tasks.length} tasks, ${slots} at once: ${ms(time)}, simulated ${ms(expected)}, ratio ${figure}`,
  );
  console.log(
    `    a sleep takes ${over.toFixed(1)} ms longer, a start is ${middle(({ late }) => late).toFixed(2)} ms late; ratio to a simulation with the times that sleeps took ${again.toFixed(2)}`,
  );
}

function meanOver(took: ReadonlyMap<string, number>, asked: ReadonlyMap<string, number>): number {
  return mean([...took].map(([name, time]) => time - (asked.get(name) ?? 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface RunTimes {
  /** From the first start to the last end. */
  readonly length: number;
  readonly took: ReadonlyMap<string, number>;
  /** From when there was a place and the task was queued until it started, on average. */
  readonly late: number;
}

/** Of the newest run, as its journal tells. */
async function timesOf(folder: string, slots: number): Promise<RunTimes> {
  const [newest = ''] = await listRunIds(folder);
  const reading = await readRun(runFolder(folder, newest));
  if (reading.kind !== 'run') throw new Error('The run cannot be read.');
  const attempts = [...reading.state.tasks.values()].flatMap(({ name, attempts }) =>
    attempts.map(({ queuedAt = 0, startedAt, endedAt = 0 }) => ({ name, queuedAt, startedAt, endedAt })),
  );
  attempts.sort((one, other) => one.startedAt - other.startedAt);
  const begin = attempts[0]?.startedAt ?? 0;
  const free: number[] = Array.from({ length: slots }, () => begin);
  const late = attempts.map(({ queuedAt, startedAt, endedAt }) => {
    const place = free.indexOf(Math.min(...free));
    const couldStart = Math.max(queuedAt, free[place] ?? 0);
    free[place] = endedAt;
    return startedAt - couldStart;
  });
  return {
    length: Math.max(...attempts.map(({ endedAt }) => endedAt)) - begin,
    took: new Map(attempts.map(({ name, startedAt, endedAt }) => [name, endedAt - startedAt])),
    late: mean(late),
  };
}

function pipelineText({ tasks }: TimedGraph, durations: ReadonlyMap<string, number>): string {
  const lines = tasks.map(({ name, needs }) => {
    const seconds = ((durations.get(name) ?? 0) / 1000).toFixed(3);
    return `  ${name}: { needs: [${needs.join(', ')}], run: exec sleep ${seconds} }\n`;
  });
  return `tasks:\n${lines.join('')}`;
}
