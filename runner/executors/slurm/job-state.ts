/** How a job stands in the queue. */
export interface JobState {
  readonly id: string;
  /** Slurm's word, such as `RUNNING` or `OUT_OF_MEMORY`. */
  readonly state: string;
  /** Why it waits or ended, in Slurm's word; `None` for no reason. */
  readonly reason: string;
  /** The node that it runs on; absent as long as it has none, or has several. */
  readonly node?: string;
  /** By what we know it. */
  readonly key: string;
}

/** What `squeue` is asked for, and `readQueue` reads. The comment stands last: it may hold anything. */
export const queueFormat = '%i|%T|%r|%N|%k';

/** Reads what `squeue --noheader` with `queueFormat` prints. */
export function readQueue(text: string): readonly JobState[] {
  return text.split('\n').flatMap(line => {
    const [id, state, reason, nodes, ...key] = line.split('|');
    if (!id || !state || reason === undefined || nodes === undefined) return [];
    const node = nodes === '' || /[[,]/.test(nodes) ? {} : { node: nodes };
    return [{ id, state, reason, ...node, key: key.join('|') }];
  });
}

/** What a state of Slurm means for an attempt. */
export type Meaning =
  /** It waits, runs, or is about to end. */
  | { readonly kind: 'open' }
  /** Its program has ended: it has told its status itself. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled' }
  /** Not its own fault: it is submitted again, and that is no retry. */
  | { readonly kind: 'infrastructure'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string };

/** Says what a state means. */
export function meaningOf(state: string): Meaning {
  const known = meanings[state.split(/[ +]/)[0] ?? ''];
  return known ?? { kind: 'open' };
}

const meanings: Readonly<Record<string, Meaning>> = {
  COMPLETED: { kind: 'ended' },
  FAILED: { kind: 'ended' },
  CANCELLED: { kind: 'cancelled' },
  TIMEOUT: {
    kind: 'error',
    message: 'Slurm ended it at the time limit of its partition: give it a "timeout", or another partition.',
  },
  DEADLINE: { kind: 'error', message: 'Slurm ended it at its deadline.' },
  OUT_OF_MEMORY: {
    kind: 'error',
    message: 'It needed more memory than it had: raise "memory" in its "resources".',
  },
  NODE_FAIL: { kind: 'infrastructure', message: 'The node that it ran on has failed.' },
  PREEMPTED: { kind: 'infrastructure', message: 'Another job took its place (preempted).' },
  BOOT_FAIL: { kind: 'infrastructure', message: 'The node that it was to run on did not boot.' },
};

/** Why a job that waits will never start as it is, in a sentence; `undefined` for one that need only wait. */
export function hopeless(reason: string): string | undefined {
  if (/^(Assoc|QOS)Max\w+Per(Job|Node)/.test(reason)) {
    return `Slurm will never start it: it asks for more than its account or qos may have in one job (${reason}).`;
  }
  return neverStarts[reason];
}

const neverStarts: Readonly<Record<string, string>> = {
  PartitionTimeLimit: 'Slurm will never start it: its "timeout" is longer than the partition allows.',
  PartitionConfig: 'Slurm will never start it: no node of the partition has as much as it asks for.',
  PartitionNodeLimit: 'Slurm will never start it: it asks for more than the partition has.',
  BadConstraints: 'Slurm will never start it: no node has what its "options" ask for.',
  AccountNotAllowed: 'Slurm will never start it: the account may not use this partition.',
  InvalidAccount: 'Slurm will never start it: there is no such account.',
  InvalidQOS: 'Slurm will never start it: there is no such qos.',
  JobHeldAdmin: 'An administrator holds the job back.',
};
