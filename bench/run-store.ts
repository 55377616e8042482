// What the editor needs to follow runs: from a line of a journal until views hear of it, the memory for a run of 10,000
// tasks, and the time for a thousand runs that are over: node --expose-gc bench/run-store.ts [times]
import { appendFileSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { RunStore } from '../extension/run-store/run-store.ts';
import type { RunEvent } from '../runner/event.ts';
import { journalFile, runFolder } from '../runner/layout.ts';
import { startOf } from '../test/extension/run-fixture.ts';
import { inFolder } from './measure.ts';

const times = Number(process.argv[2] ?? 50);

await inFolder(latency);
await inFolder(memory);
await inFolder(manyRuns);

async function latency(root: string): Promise<void> {
  const names = Array.from({ length: times }, (_, index) => `t${index}`);
  const write = begun(root, '1', names);
  const store = new RunStore();
  store.addRoot(root);
  await store.refresh();
  const measured: number[] = [];
  for (const task of names) {
    const told = new Promise<number>(resolve => {
      const listening = store.onDidChange(({ progress }) => {
        if (![...progress.values()].some(tasks => tasks.has(task))) return;
        listening[Symbol.dispose]();
        resolve(performance.now());
      });
    });
    // Each by itself, as when one task begins after another.
    await new Promise(resolve => setTimeout(resolve, 100));
    const writtenAt = performance.now();
    write({ type: 'attempt_started', at: Date.now(), task, attempt: 1 });
    measured.push((await told) - writtenAt);
  }
  store[Symbol.dispose]();
  const sorted = measured.toSorted((a, b) => a - b);
  console.log(
    `a line of the journal until views hear of it: ${format(sorted[times >> 1])}, slowest ${format(sorted.at(-1))}`,
  );
}

async function memory(root: string): Promise<void> {
  const names = Array.from({ length: 10_000 }, (_, index) => `task_${index}`);
  const write = begun(root, '1', names);
  write(...names.flatMap((task, at) => ended(task, at)));
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const store = new RunStore();
  store.addRoot(root);
  await store.refresh();
  const [run] = store.runs();
  await store.load(run?.folder ?? '');
  while ([...(store.state(run?.folder ?? '')?.tasks.values() ?? [])].at(-1)?.status !== 'success')
    await new Promise(resolve => setTimeout(resolve, 20));
  globalThis.gc?.();
  console.log(`a run of 10,000 tasks: ${((process.memoryUsage().heapUsed - before) / 1e6).toFixed(1)} MB of heap`);
  store[Symbol.dispose]();
}

async function manyRuns(root: string): Promise<void> {
  const names = Array.from({ length: 100 }, (_, index) => `t${index}`);
  for (let run = 0; run < 1000; run++) {
    const write = begun(root, String(run).padStart(4, '0'), names);
    write(...names.flatMap(ended), { type: 'run_ended', at: 9000, status: 'success' });
  }
  let [longest, last] = [0, performance.now()];
  const ticking = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const startedAt = performance.now();
  const store = new RunStore();
  store.addRoot(root);
  await store.refresh();
  const took = performance.now() - startedAt;
  clearInterval(ticking);
  console.log(`${store.runs().length} runs of 100 tasks: ${format(took)}, of it at a stretch ${format(longest)}`);
  store[Symbol.dispose]();
}

/** A run that goes on in this process; answers what writes its journal. */
function begun(root: string, id: string, tasks: readonly string[]): (...events: readonly RunEvent[]) => void {
  const folder = runFolder(root, id);
  mkdirSync(folder, { recursive: true });
  const write = (...events: readonly RunEvent[]) =>
    appendFileSync(journalFile(folder), events.map(event => `${JSON.stringify(event)}\n`).join(''));
  write(startOf(tasks, { runId: id, pid: process.pid, host: hostname() }));
  return write;
}

function ended(task: string, at: number): RunEvent[] {
  return [
    { type: 'attempt_started', at, task, attempt: 1 },
    { type: 'attempt_ended', at: at + 1, task, attempt: 1, outcome: { kind: 'success' } },
    { type: 'task_ended', at: at + 1, task, status: 'success' },
  ];
}

function format(ms = 0): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
