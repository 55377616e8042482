import type { Answer } from '../../processes/start-process.ts';

/** Why a program of Slurm did not do what it was asked, in a sentence with what to do. */
export function slurmError(program: string, { status, out, err }: Answer): string {
  const last = (err.trim() || out.trim()).split('\n').at(-1) ?? '';
  const said = last.replace(/^\w+: error: /, '');
  if (status === undefined && /ENOENT/.test(err)) {
    return `\`${program}\` is not on PATH: run it where Slurm's programs are installed, or take "executor" out.`;
  }
  const advice = advices.find(([sign]) => sign.test(err))?.[1];
  return `${program} refused it: ${said}${advice === undefined ? '' : `. ${advice}`}`;
}

const advices: readonly (readonly [RegExp, string])[] = [
  [/invalid partition/i, '`sinfo` lists the partitions: name one of them as "partition".'],
  [/invalid account|account\/partition combination/i, '`sacctmgr show user $USER` lists your accounts.'],
  [/invalid qos/i, '`sacctmgr show qos` lists what there is.'],
  [
    /node configuration is not available|more processors|memory specification/i,
    'No node has as much as its "resources" ask for: `sinfo -N -l` shows what they have.',
  ],
  [
    /unable to contact slurm controller|connection refused|connect failure/i,
    'The controller does not answer: `scontrol ping` tells more.',
  ],
];
