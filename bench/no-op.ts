import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, inFolder, isThere, median, ms, timeOf, verdict } from './measure.ts';

/*
 * How long 10,000 cached tasks take when nothing has changed, against ninja with the same files: each task copies a file of
 * its own. Beside it a program that does no more in Node than to look at those files and to write a journal of that size: nothing in
 * Node could take less. And the run after an edit of one file. Measured around the whole programs, in turn, after one run of each that does
 * the work; medians, and the shortest, which says most on a busy machine. `node bench/no-op.ts [rounds] [program] [tasks]`
 */

const rounds = Number(process.argv[2] ?? 7);
const program = resolve(process.argv[3] ?? 'dist/dagwright.js');
const count = Number(process.argv[4] ?? 10_000);
const bar = 3;

const ninja: Command = ['ninja', '-j2', '--quiet'];
const ours: Command = [
  process.execPath,
  program,
  'run',
  'bench.pipeline.yaml',
  '--max-parallel',
  '2',
  '--format',
  'plain',
];

/** As large as the journal of ours. */
const floor = `
  const { fsyncSync, openSync, statSync, writeSync } = require('node:fs');
  for (let place = 0; place < ${count}; place++) for (const folder of ['in', 'ours']) statSync(folder + '/' + place);
  const file = openSync('floor', 'w');
  writeSync(file, Buffer.alloc(${520 * count}));
  fsyncSync(file);
`;

if (!isThere('ninja')) throw new Error('ninja is not on PATH.');
await inFolder(folder => {
  makeWork(folder);
  const timed = (command: Command) => timeOf(command, folder);
  const work = { ninja: timed(ninja), ours: timed(ours) };
  // What was written just before it was read is read once more.
  timed(ours);
  const times = { ninja: [] as number[], ours: [] as number[], floor: [] as number[], edited: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ninja.push(timed(ninja));
    times.ours.push(timed(ours));
    times.floor.push(timed([process.execPath, '-e', floor]));
  }
  checkCached(folder, count);
  for (let round = 0; round < rounds; round++) {
    writeFileSync(join(folder, 'in', '7'), `${round} of the edits\n`);
    times.edited.push(timed(ours));
    checkCached(folder, count - 1);
    timed(ours);
  }
  console.log(`${count} tasks, doing the work:  ours ${ms(work.ours)}, ninja ${ms(work.ninja)}`);
  for (const [name, all] of Object.entries(times))
    console.log(`${name}: ${ms(median(all))}, shortest ${ms(shortest(all))}`);
  console.log(`nothing to do, medians: ${verdict(median(times.ours) / median(times.ninja), bar)}`);
  console.log(`nothing to do, shortest: ${verdict(shortest(times.ours) / shortest(times.ninja), bar)}`);
});

function makeWork(folder: string): void {
  const places = Array.from({ length: count }, (_, place) => place);
  for (const name of ['in', 'ours', 'ninja']) mkdirSync(join(folder, name));
  for (const place of places) writeFileSync(join(folder, 'in', String(place)), `${place}\n`);
  const edges = places.map(place => `build ninja/${place}: copy in/${place}\n`).join('');
  writeFileSync(join(folder, 'build.ninja'), `rule copy\n  command = cp $in $out\n${edges}`);
  const tasks = places.map(place => {
    const file = `in/${place}`;
    return `  t${place}:\n    run: cp ${file} ours/${place}\n    inputs: [${file}]\n    outputs: { copy: { path: ours/${place} } }\n    cache: true\n`;
  });
  writeFileSync(join(folder, 'bench.pipeline.yaml'), `tasks:\n${tasks.join('')}`);
}

/** A run that did something else would not be measured as what it is called. */
function checkCached(folder: string, expected: number): void {
  const runs = join(folder, '.dagwright', 'runs');
  const last = readdirSync(runs).sort().at(-1) ?? '';
  const journal = readFileSync(join(runs, last, 'journal.ndjson'), 'utf8');
  const cached = journal.match(/"source":\{"kind":"cache"/g)?.length ?? 0;
  if (cached !== expected) throw new Error(`${cached} of ${count} tasks came from the cache, not ${expected}.`);
}

function shortest(values: readonly number[]): number {
  return Math.min(...values);
}
