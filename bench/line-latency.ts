import { spawn } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runFolder, runsFolder } from '../runner/layout.ts';
import { followOutput } from '../runner/run-directory/follow-output.ts';
import { inFolder, median, ms, verdict } from './measure.ts';

/*
 * How long it takes from a line that a task writes until a reader of the run's folder has it, by the reader that the command
 * line and the editor have. `node bench/line-latency.ts [lines] [program]`
 */

const lines = Number(process.argv[2] ?? 100);
const program = resolve(process.argv[3] ?? 'dist/dagwright.js');

await inFolder(async folder => {
  const script = `let n = 0; const t = setInterval(() => { console.log(Date.now()); if (++n === ${lines}) clearInterval(t); }, 30)`;
  writeFileSync(join(folder, 'bench.pipeline.yaml'), `tasks:\n  tell: { shell: node, run: "${script}" }\n`);
  const args = [program, 'run', 'bench.pipeline.yaml', '--detach'];
  const started = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  await new Promise(done => started.once('exit', done));
  const [run = ''] = readdirSync(runsFolder(folder));
  const late: number[] = [];
  for await (const { bytes } of followOutput(runFolder(folder, run), 'tell', undefined, new AbortController().signal)) {
    const now = Date.now();
    for (const line of Buffer.from(bytes).toString().split('\n')) if (line !== '') late.push(now - Number(line));
  }
  // The first ones were there before this reader was.
  const counted = late.slice(10);
  console.log(
    `median ${verdict(median(counted), 50, ' ms')}, slowest of ${counted.length}: ${ms(Math.max(...counted))}`,
  );
});
