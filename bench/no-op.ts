import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

/*
 * How long 10,000 cached tasks take when nothing has changed, against ninja with the same files: each task copies a file of
 * its own. Measured around the whole programs, in turn, after one run of each that does the work; medians.
 * `node bench/no-op.ts [rounds] [program] [tasks]`
 */

const rounds = Number(process.argv[2] ?? 7);
const program = resolve(process.argv[3] ?? 'dist/dagwright.js');
const count = Number(process.argv[4] ?? 10_000);

const folder = mkdtempSync(join(tmpdir(), 'dagwright-bench-'));
const places = Array.from({ length: count }, (_, place) => place);
try {
  for (const name of ['.git', 'in', 'ours', 'ninja']) mkdirSync(join(folder, name));
  for (const place of places) writeFileSync(join(folder, 'in', String(place)), `${place}\n`);
  const edges = places.map(place => `build ninja/${place}: copy in/${place}\n`).join('');
  writeFileSync(join(folder, 'build.ninja'), `rule copy\n  command = cp $in $out\n${edges}`);
  const tasks = places.map(place => {
    const file = `in/${place}`;
    return `  t${place}:\n    run: cp ${file} ours/${place}\n    inputs: [${file}]\n    outputs: { copy: { path: ours/${place} } }\n    cache: true\n`;
  });
  writeFileSync(join(folder, 'bench.pipeline.yaml'), `tasks:\n${tasks.join('')}`);
  measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(): void {
  const work = { ninja: ninja(), ours: ours() };
  // What was written just before it was read is read once more.
  ours();
  const times = { ninja: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ninja.push(ninja());
    times.ours.push(ours());
  }
  checkCached();
  const [theirs, own] = [median(times.ninja), median(times.ours)];
  console.log(`${count} tasks, doing the work:  ours ${ms(work.ours)}  ninja ${ms(work.ninja)}`);
  console.log(
    `${count} tasks, nothing to do:   ours ${ms(own)}  ninja ${ms(theirs)}  ratio ${(own / theirs).toFixed(2)}`,
  );
}

function ninja(): number {
  return timeOf('ninja', ['-j2', '--quiet']);
}

function ours(): number {
  const args = ['run', 'bench.pipeline.yaml', '--max-parallel', '2', '--format', 'plain'];
  return timeOf(process.execPath, [program, ...args]);
}

function timeOf(command: string, args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${command} failed: ${String(stderr).slice(-500)}`);
  return time;
}

/** A run that did something would not be measured as what it is called. */
function checkCached(): void {
  const runs = join(folder, '.dagwright', 'runs');
  const last = readdirSync(runs).sort().at(-1) ?? '';
  const journal = readFileSync(join(runs, last, 'journal.ndjson'), 'utf8');
  const cached = journal.match(/"source":\{"kind":"cache"/g)?.length ?? 0;
  if (cached !== count) throw new Error(`Only ${cached} of ${count} tasks came from the cache.`);
}

function ms(time: number): string {
  return `${time.toFixed(0).padStart(5)} ms`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
