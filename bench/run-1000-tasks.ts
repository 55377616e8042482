import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

/*
 * How long 1,000 tasks that do nothing take, two at a time, in layers of ten, against ninja with the same graph.
 * Measured around the whole programs, each in turn; medians. `node bench/run-1000-tasks.ts [rounds] [program]`
 */

const layers = 100;
const width = 10;
const rounds = Number(process.argv[2] ?? 7);
const program = resolve(process.argv[3] ?? 'dist/dagwright.js');

const folder = mkdtempSync(join(tmpdir(), 'dagwright-bench-'));
mkdirSync(join(folder, '.git'));
try {
  for (const [shape, needsAll] of [
    ['each needs one', false],
    ['each needs all ten', true],
  ] as const) {
    writeFileSync(join(folder, 'build.ninja'), ninjaFile(needsAll));
    writeFileSync(join(folder, 'bench.pipeline.yaml'), pipelineFile(needsAll));
    report(shape, measure());
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(): { readonly ours: number; readonly ninja: number } {
  const ours: number[] = [];
  const ninja: number[] = [];
  for (let round = 0; round < rounds; round++) {
    rmSync(join(folder, '.ninja_log'), { force: true });
    ninja.push(timeOf('ninja', ['-j2', '--quiet']));
    ours.push(
      timeOf(process.execPath, [program, 'run', 'bench.pipeline.yaml', '--max-parallel', '2', '--format', 'plain']),
    );
  }
  return { ours: median(ours), ninja: median(ninja) };
}

function timeOf(command: string, args: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${command} failed: ${String(stderr).slice(-500)}`);
  return time;
}

function report(shape: string, { ours, ninja }: { readonly ours: number; readonly ninja: number }): void {
  const ms = (time: number) => `${time.toFixed(0).padStart(5)} ms`;
  console.log(
    `1,000 tasks, ${shape.padEnd(18)}  ours ${ms(ours)}  ninja ${ms(ninja)}  ratio ${(ours / ninja).toFixed(2)}`,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function pipelineFile(needsAll: boolean): string {
  const tasks = eachTask(
    needsAll,
    (name, needs) => `  ${name}:\n${needs.length ? `    needs: [${needs.join(', ')}]\n` : ''}    run: "true"\n`,
  );
  return `tasks:\n${tasks.join('')}`;
}

function ninjaFile(needsAll: boolean): string {
  const builds = eachTask(needsAll, (name, needs) => `build ${name}: nothing ${needs.join(' ')}\n`);
  return `rule nothing\n  command = true\n${builds.join('')}`;
}

function eachTask(needsAll: boolean, text: (name: string, needs: readonly string[]) => string): string[] {
  const texts: string[] = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let place = 0; place < width; place++) {
      const above = Array.from({ length: width }, (_, index) => `t${layer - 1}_${index}`);
      texts.push(text(`t${layer}_${place}`, layer === 0 ? [] : needsAll ? above : above.slice(place, place + 1)));
    }
  }
  return texts;
}
