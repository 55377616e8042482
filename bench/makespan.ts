import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Task } from '../pipeline/pipeline.ts';
import { estimate } from '../runner/history/estimate.ts';
import { writeHistory } from '../runner/history/history-file.ts';
import { runFolder } from '../runner/layout.ts';
import { readRun } from '../runner/run-directory/read-run.ts';
import { listRunIds } from '../runner/run-directory/run-list.ts';
import { makeTask } from '../test/runner/make-pipeline.ts';
import { inFolder, median, ms, timeOf, verdict } from './measure.ts';
import { parseWorkflow, type TimedGraph, timedGraphs } from './timed-graphs.ts';

/*
 * How long runs take whose tasks sleep for known times, against a simulated critical-path list schedule of the same: the
 * quality of the order, and what starting tasks adds. Times are scaled so that each run takes about five seconds. Beside the
 * graphs made here, those of files in the format of WfCommons (https://wfcommons.org) are run.
 * `node bench/makespan.ts [rounds] [program] [FILE.json…]`
 */

const [rounds = '5', program = 'dist/dagwright.js', ...files] = process.argv.slice(2);
const entry = resolve(program);
const graphs = [
  ...timedGraphs(),
  ...files.map(file => parseWorkflow(basename(file, '.json'), readFileSync(file, 'utf8'))),
];
const wantedMs = 5000;

for (const graph of graphs) for (const slots of [2, 4, 8, 16]) await inFolder(folder => measure(graph, slots, folder));

async function measure(graph: TimedGraph, slots: number, folder: string): Promise<void> {
  const tasks: Task[] = graph.tasks.map(({ name, needs }) => makeTask(name, '', { needs }));
  const original = new Map(graph.tasks.map(({ name, durationMs }) => [name, durationMs]));
  const scale = wantedMs / estimate(tasks, original, slots).lengthMs;
  const scaled = new Map([...original].map(([name, duration]) => [name, Math.round(duration * scale)]));
  const expected = estimate(tasks, scaled, slots).lengthMs;
  const file = join(folder, 'bench.pipeline.yaml');
  writeFileSync(file, pipelineText(graph, scaled));
  const times: number[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const newest = new Map([...scaled].map(([name, duration]) => [name, [duration]]));
    writeHistory(folder, file, { runs: [], tasks: newest });
    const args = ['run', file, '--max-parallel', String(slots), '--format', 'plain'] as const;
    timeOf([process.execPath, entry, ...args], folder);
    times.push(await makespanOf(folder));
  }
  const figure = verdict(median(times) / expected, 1.05);
  console.log(
    `${graph.title}, ${graph.tasks.length} tasks, ${slots} at once: ${ms(median(times))}, simulated ${ms(expected)}, ratio ${figure}`,
  );
}

/** From the first start to the last end in the newest run, as its journal tells. */
async function makespanOf(folder: string): Promise<number> {
  const [newest = ''] = await listRunIds(folder);
  const reading = await readRun(runFolder(folder, newest));
  if (reading.kind !== 'run') throw new Error('The run cannot be read.');
  const attempts = [...reading.state.tasks.values()].flatMap(task => task.attempts);
  return (
    Math.max(...attempts.map(({ endedAt = 0 }) => endedAt)) - Math.min(...attempts.map(({ startedAt }) => startedAt))
  );
}

function pipelineText({ tasks }: TimedGraph, durations: ReadonlyMap<string, number>): string {
  const lines = tasks.map(({ name, needs }) => {
    const seconds = ((durations.get(name) ?? 0) / 1000).toFixed(3);
    return `  ${name}: { needs: [${needs.join(', ')}], run: exec sleep ${seconds} }\n`;
  });
  return `tasks:\n${lines.join('')}`;
}
