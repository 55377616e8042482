import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inFolder, isThere, medians, ms, timeOf, verdict } from './measure.ts';
import { layers, makeText, ninjaText, pipelineText, snakemakeText, type TaskGraph, wireitText } from './task-graphs.ts';

/*
 * How long tasks that do nothing take, two at a time, with journal and logs, against ninja with the same graph; beside it
 * make, wireit and snakemake, where they are there (once; wireit and snakemake only for the smaller graphs).
 * Measured around the whole programs, each in turn; medians. `node bench/run-tasks.ts [rounds] [program]`
 */

const rounds = Number(process.argv[2] ?? 7);
const program = resolve(process.argv[3] ?? 'dist/dagwright.js');

const graphs: readonly (readonly [graph: TaskGraph, bar: number])[] = [
  [layers(1000, 10, false), 0.7],
  [layers(1000, 10, true), 0.7],
  [layers(10_000, 100, false), 0.7],
  [layers(1000, 1, false), 1],
];

if (!isThere('ninja')) throw new Error('ninja is what is measured against: install it.');
for (const [graph, bar] of graphs) await inFolder(folder => measure(graph, bar, folder));

function measure(graph: TaskGraph, bar: number, folder: string): void {
  writeFileSync(join(folder, 'bench.pipeline.yaml'), pipelineText(graph));
  writeFileSync(join(folder, 'build.ninja'), ninjaText(graph));
  const args = ['run', 'bench.pipeline.yaml', '--max-parallel', '2', '--format', 'plain'];
  const { ours, ninja } = medians(rounds, {
    ninja: () => {
      rmSync(join(folder, '.ninja_log'), { force: true });
      return timeOf(['ninja', '-j2', '--quiet'], folder);
    },
    ours: () => timeOf([process.execPath, program, ...args], folder),
  });
  console.log(`${graph.title}: ours ${ms(ours)}, ninja ${ms(ninja)}, ratio ${verdict(ours / ninja, bar)}`);
  beside(graph, folder);
}

function beside(graph: TaskGraph, folder: string): void {
  const isSmall = graph.tasks.length <= 1000;
  const told = [
    other('make', 'Makefile', makeText(graph), () => timeOf(['make', '-j2', '-s', 'all'], folder)),
    ...(isSmall
      ? [
          other('wireit', 'package.json', wireitText(graph), () => wireit(folder)),
          other('snakemake', 'Snakefile', snakemakeText(graph), () => snakemake(folder)),
        ]
      : []),
  ];
  console.log(`  beside it: ${told.join(', ')}`);

  function other(name: string, file: string, text: string, time: () => number): string {
    if (!isThere(name)) return `${name} is not there`;
    writeFileSync(join(folder, file), text);
    return `${name} ${ms(time())}`;
  }
}

function wireit(folder: string): number {
  rmSync(join(folder, '.wireit'), { recursive: true, force: true });
  process.env.WIREIT_PARALLEL = '2';
  process.env.WIREIT_LOGGER = 'simple';
  return timeOf(['npm', 'run', '-s', 'all'], folder);
}

function snakemake(folder: string): number {
  for (const made of ['.flags', '.snakemake']) rmSync(join(folder, made), { recursive: true, force: true });
  mkdirSync(join(folder, '.flags'));
  return timeOf(['snakemake', '-j2', '--quiet', 'all'], folder);
}
