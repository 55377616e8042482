import { dirname } from 'node:path';
import { quote } from '../../processes/shell-text.ts';

/** By this status a job says that the folder of its run is not there. */
export const notShared = 111;

/** Where the job of an attempt writes what only it can know. */
export interface JobFiles {
  /** Where its output goes. */
  readonly output: string;
  /** Its status, in one piece: written beside it first. */
  readonly exit: string;
}

/**
 * What Slurm runs: the command, in its folder, with its output where it is read, and then its status in a file of its own, for
 * a queue forgets. The shell itself outlives the signal by which its task is stopped.
 */
export function jobScript(argv: readonly string[], workingDirectory: string, { output, exit }: JobFiles): string {
  return `#!/bin/sh
test -d ${quote(dirname(exit))} || exit ${notShared}
# A runner that died while it submitted this may have submitted it twice.
mkdir ${quote(`${exit}.by`)}"-$DAGWRIGHT_SUBMISSION" || exit
unset DAGWRIGHT_SUBMISSION
exec >>${quote(output)} 2>&1 </dev/null
trap : TERM INT
(cd ${quote(workingDirectory)} && exec ${argv.map(quote).join(' ')})
status=$?
echo "$status" >${quote(`${exit}.new`)} && mv ${quote(`${exit}.new`)} ${quote(exit)}
exit "$status"
`;
}
