import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCluster } from '../test/executors/slurm-cluster.ts';
import { inFolder, medians, ms, timeOf } from './measure.ts';

/*
 * What a task that does nothing costs as a step in the allocation of a pilot, one after the other, against a bare `srun` of
 * the same in an allocation of its own. On a real Slurm of one node, started here. `node bench/slurm-pilot.ts [tasks] [rounds]`
 */

const tasks = Number(process.argv[2] ?? 100);
const rounds = Number(process.argv[3] ?? 5);
const bar = 30;
const program = resolve('dist/dagwright.js');

const cluster = await startCluster();
Object.assign(process.env, cluster.env);
try {
  await inFolder(folder => {
    const names = Array.from({ length: tasks }, (_, index) => index);
    const lines = names.map(at => `  t${at}: { run: "true"${at > 0 ? `, needs: [t${at - 1}]` : ''} }`);
    const head = 'executors: { slurm: { mode: pilot, cpus: 2 } }\ndefaults: { executor: slurm }\n';
    writeFileSync(join(folder, 'chain.pipeline.yaml'), `${head}tasks:\n${lines.join('\n')}\n`);
    writeFileSync(join(folder, 'one.pipeline.yaml'), `${head}tasks:\n${lines[0]}\n`);
    const steps = `for i in $(seq ${tasks}); do srun --exact --ntasks=1 --mem=0 true; done`;
    const run = (file: string) => timeOf([process.execPath, program, 'run', file, '--format', 'plain'], folder);
    const times = medians(rounds, {
      chain: () => run('chain.pipeline.yaml'),
      one: () => run('one.pipeline.yaml'),
      bare: () => timeOf(['salloc', '--ntasks=2', 'sh', '-c', steps], folder),
      none: () => timeOf(['salloc', '--ntasks=2', 'true'], folder),
    });
    const ours = (times.chain - times.one) / (tasks - 1);
    const bare = (times.bare - times.none) / tasks;
    console.log(`a step by a bare srun      ${ms(bare)}`);
    console.log(`a task of a pilot          ${ms(ours)} (bar ${bar} ms: ${ours <= bar ? 'kept' : 'missed'})`);
    console.log(`a run of one task          ${ms(times.one)}, with its allocation`);
  });
} finally {
  await cluster.close();
}
