import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Command, inFolder, isThere, median, ms, verdict } from './measure.ts';

/*
 * A task prints one gigabyte: the most memory that the runner has meanwhile, and how much longer that takes than
 * `command > file`; ninja and wireit beside it. Linux only. `node bench/large-output.ts [rounds] [program]`
 */

const rounds = Number(process.argv[2] ?? 5);
const program = resolve(process.argv[3] ?? 'dist/dagwright.js');
const bytes = 1_000_000_000;
const command = `yes 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde | head -c ${bytes}`;

await inFolder(async folder => {
  writeFileSync(join(folder, 'bench.pipeline.yaml'), `tasks:\n  print: { run: '${command}' }\n`);
  writeFileSync(join(folder, 'build.ninja'), `rule print\n  command = ${command}\nbuild out: print\n`);
  const scripts = { print: 'wireit' };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bench', scripts, wireit: { print: { command } } }),
  );
  const candidates: [name: string, command: Command][] = [
    ['file', ['sh', '-c', `${command} > plain.log`]],
    ['ours', [process.execPath, program, 'run', 'bench.pipeline.yaml', '--format', 'plain']],
  ];
  if (isThere('ninja')) candidates.push(['ninja', ['ninja', '--quiet']]);
  if (isThere('wireit')) candidates.push(['wireit', ['npm', 'run', '-s', 'print']]);
  const taken = new Map(candidates.map(([name]) => [name, [] as Taken[]]));
  for (let round = 0; round < rounds; round++) {
    // Each comes first once: what one has written is still being carried to the disk while the next one runs.
    const first = round % candidates.length;
    for (const [name, line] of [...candidates.slice(first), ...candidates.slice(0, first)]) {
      clear(folder);
      taken.get(name)?.push(await take(line, folder));
    }
  }
  for (const [name, all] of taken) report(name, all, taken.get('file') ?? []);
});

interface Taken {
  readonly time: number;
  readonly peakBytes: number;
}

function take([name, ...args]: Command, cwd: string): Promise<Taken> {
  const start = performance.now();
  const child = spawn(name, args, { cwd, stdio: ['ignore', 'ignore', 'ignore'] });
  let peakBytes = 0;
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid ?? 0));
  }, 10);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      clearInterval(look);
      if (code === 0) resolve({ time: performance.now() - start, peakBytes });
      else reject(new Error(`${name} failed`));
    });
  });
}

/** The high-water mark of one process and, as npm starts what it runs, of the programs of Node below it. */
function peakOf(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean);
    return Math.max(Number(kilobytes ?? 0) * 1024, ...children.map(child => peakOf(Number(child))));
  } catch {
    return 0;
  }
}

/** What the candidate before has written, and its removal, would make the next one slower. */
function clear(folder: string): void {
  for (const made of ['.dagwright', '.wireit', '.ninja_log', 'plain.log']) {
    rmSync(join(folder, made), { recursive: true, force: true });
  }
  spawnSync('sync');
}

function report(name: string, all: readonly Taken[], plain: readonly Taken[]): void {
  const time = median(all.map(one => one.time));
  const peak = median(all.map(one => one.peakBytes)) / 1e6;
  const factor = time / median(plain.map(one => one.time));
  const isOurs = name === 'ours';
  const memory = isOurs ? verdict(peak, 120, ' MB') : `${peak.toFixed(0)} MB`;
  console.log(
    `${name}: ${ms(time)}, ${isOurs ? verdict(factor, 1.1, ' times') : `${factor.toFixed(2)} times`}, peak ${memory}`,
  );
}
