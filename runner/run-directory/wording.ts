import { formatDuration } from '../../pipeline/duration.ts';
import type { TaskStatus } from '../../pipeline/pipeline.ts';
import type { AttemptPlace, Outcome, Reason, Source } from '../event.ts';
import type { TaskState } from '../run-state.ts';
import type { JournalFault } from './journal-decoder.ts';

/** How an attempt ended, as a part of a sentence: `exit code 1`, `timed out after 10s`. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'success':
      return 'success';
    case 'exit':
      return outcome.code === 127 ? 'exit code 127 (command not found)' : `exit code ${outcome.code}`;
    case 'signal':
      return `killed by ${outcome.signal}`;
    case 'timeout':
      return `timed out after ${formatDuration(outcome.afterMs)}`;
    case 'cancelled':
      return 'cancelled';
    case 'lost':
      return 'lost: it ended unseen, for its runner had died';
    case 'error':
      return outcome.message;
    default:
      outcome satisfies never;
      return 'unknown';
  }
}

/** Where an attempt runs: `cluster: job 4711 on node3`. */
export function placeText({ executor, job, host, pod, container }: AttemptPlace): string {
  const words = [
    ...(job === undefined ? [] : [`job ${job}`]),
    ...(pod === undefined ? [] : [`pod ${pod}`]),
    ...(container === undefined ? [] : [`container ${container}`]),
    ...(host === undefined ? [] : [`on ${host}`]),
  ];
  return words.length === 0 ? executor : `${executor}: ${words.join(' ')}`;
}

/** Why a task has its end, as a part of a sentence: `its condition is false: params.region == 'eu'`. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'condition':
      return `its condition is false: ${reason.expression}`;
    case 'rule':
      return `${reason.rule === 'all_success' ? '' : `${reason.rule}: `}${reason.task} ${pastText(reason.status)}`;
    case 'cancelled':
      return { user: 'by request', fail_fast: 'after the first failure (fail_fast)', timeout: 'the run timed out' }[
        reason.by
      ];
    case 'error':
      return reason.message;
    default:
      reason satisfies never;
      return 'unknown';
  }
}

/** Why a task stands as it does: its reason, else how its last attempt ended when that was no success; `undefined` when there is nothing to say. */
export function whyText(task: TaskState): string | undefined {
  if (task.reason) return reasonText(task.reason);
  const outcome = task.attempts.at(-1)?.outcome;
  return outcome && outcome.kind !== 'success' && task.status !== 'cancelled' ? outcomeText(outcome) : undefined;
}

/** Where a success came from that nothing was run for: `cached`. */
export function sourceText({ kind, run }: Source): string {
  return kind === 'cache' ? 'cached' : `from run ${run}`;
}

/** How something ended, behind its name: `failed`, `was skipped`. */
export function pastText(status: string): string {
  if (status === 'failed') return 'failed';
  if (status === 'success') return 'succeeded';
  return status === 'upstream_failed' ? 'did not run' : `was ${statusText(status)}`;
}

/** A status in words. */
export function statusText(status: TaskStatus | string): string {
  return status.replaceAll('_', ' ');
}

/** Why a journal cannot be read, as a sentence about the run `id`. */
export function faultText(fault: JournalFault, id: string): string {
  switch (fault.kind) {
    case 'missing':
      return `Run ${id} has no journal: it never began, or its folder was deleted.`;
    case 'empty':
      return `Run ${id} has not begun yet, or died before it did: its journal is empty.`;
    case 'newer-version':
      return `Run ${id} was written by a newer Dagwright (journal version ${fault.version}). Update this one to read it.`;
    case 'unreadable':
      return `The journal of run ${id} cannot be read: line ${fault.line}: ${fault.message}.`;
    default:
      fault satisfies never;
      return `The journal of run ${id} cannot be read.`;
  }
}
