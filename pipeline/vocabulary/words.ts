import type { EnumValue } from './shape.ts';

/** When the needs of a task allow it to start, in Airflow's words. */
export const triggerRules: readonly EnumValue[] = [
  { value: 'all_success', doc: 'Starts when all its needs have succeeded (the default).' },
  {
    value: 'all_failed',
    doc: 'Starts when all its needs have failed or were kept from running by a failure above them.',
  },
  { value: 'all_done', doc: 'Starts when all its needs have ended, whatever their end.' },
  { value: 'one_success', doc: 'Starts as soon as one of its needs has succeeded, without waiting for the others.' },
  { value: 'one_failed', doc: 'Starts as soon as one of its needs has failed, without waiting for the others.' },
  { value: 'one_done', doc: 'Starts as soon as one of its needs has succeeded or failed.' },
  { value: 'none_failed', doc: 'Starts when all its needs have ended and none has failed: skipped ones are fine.' },
  {
    value: 'none_failed_min_one_success',
    doc: 'Starts when all its needs have ended, none has failed and at least one has succeeded.',
  },
  { value: 'none_skipped', doc: 'Starts when all its needs have ended and none was skipped: failed ones are fine.' },
  { value: 'all_skipped', doc: 'Starts when all its needs were skipped.' },
];

/** The shells that need no path; any other text is a command with `{0}` for the script file. */
export const shells: readonly EnumValue[] = [
  { value: 'sh', doc: 'The POSIX shell, as `sh -e`: the script stops at the first command that fails.' },
  { value: 'bash', doc: 'Bash, as `bash -eo pipefail`: a failure inside a pipe counts too.' },
  { value: 'python', doc: 'Python: the script is a Python program.' },
  { value: 'node', doc: 'Node.js: the script is a JavaScript program.' },
  { value: 'pwsh', doc: 'PowerShell 7.' },
  { value: 'cmd', doc: 'The command prompt of Windows.' },
];

/** What may run tasks. Each is the name of an executor too, with the usual settings. */
export const executorTypes: readonly EnumValue[] = [
  { value: 'local', doc: 'This machine (the default).' },
  { value: 'docker', doc: 'A container on this machine, by Docker.' },
  { value: 'podman', doc: 'A container on this machine, by Podman.' },
  { value: 'ssh', doc: 'Other machines, by SSH.' },
  { value: 'slurm', doc: 'A Slurm cluster.' },
  { value: 'kubernetes', doc: 'A Kubernetes cluster.' },
];

/** The types of a run parameter. */
export const paramTypes: readonly EnumValue[] = [
  { value: 'string', doc: 'Any text.' },
  { value: 'number', doc: 'A number, with or without decimals.' },
  { value: 'integer', doc: 'A whole number.' },
  { value: 'boolean', doc: '`true` or `false`.' },
];

/** The types of a value that a task gives. */
export const outputTypes: readonly EnumValue[] = [
  ...paramTypes,
  { value: 'json', doc: 'Any JSON value: a list, an object, a number and so on.' },
];

/** What a missed scheduled time leads to. */
export const catchupModes: readonly EnumValue[] = [
  { value: 'none', doc: 'Missed times are forgotten.' },
  { value: 'latest', doc: 'Only the latest missed time is made up for.' },
  { value: 'all', doc: 'Every missed time is made up for, the oldest first.' },
];

/** What happens when a scheduled time comes while the last run still goes on. */
export const overlapModes: readonly EnumValue[] = [
  { value: 'skip', doc: 'The new run is left out.' },
  { value: 'queue', doc: 'The new run waits for the end of the running one.' },
  { value: 'cancel', doc: 'The running one is cancelled, then the new one starts.' },
  { value: 'allow', doc: 'Both run side by side.' },
];

/** Which end of another pipeline starts this one. */
export const pipelineEnds: readonly EnumValue[] = [
  { value: 'success', doc: 'When the other pipeline has succeeded.' },
  { value: 'failure', doc: 'When the other pipeline has failed.' },
  { value: 'end', doc: 'When the other pipeline has ended, whatever its end.' },
];
