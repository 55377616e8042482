import { type RunPath, runPath } from '../../history/run-path.ts';
import { progressOf } from '../../run-directory/counted-tasks.ts';
import type { AttemptState, RunState, TaskState } from '../../run-state.ts';
import { repeatCommand } from './repeat-command.ts';

/** A run as data for programs: all that is known of it, and what follows from that. Times are milliseconds since 1970. */
export function runRecord(id: string, folder: string, state: RunState): object {
  const { pipeline: _, used: _used, takenOver: _takenOver, type: _type, at, ...started } = state.started;
  const { status, endedAt, message, cancelRequested, tasks, owner, resumptions } = state;
  const path = runPath(state);
  return {
    ...{ id, folder, status, startedAt: at, endedAt, message, cancelRequested },
    ...started,
    command: repeatCommand(state.started),
    owner: { host: owner.host, pid: owner.pid },
    ...(resumptions.length > 0 && { resumptions }),
    used: usedFiles(state),
    progress: progressOf(state),
    criticalPath: path.critical,
    tasks: [...tasks.values()].map(task => taskRecord(task, path)),
  };
}

/** How long an attempt waited for a slot, in milliseconds. */
export function queueTime({ queuedAt, startedAt }: AttemptState): number {
  return queuedAt === undefined ? 0 : Math.max(0, startedAt - queuedAt);
}

function usedFiles({ started }: RunState): Readonly<Record<string, string>> | undefined {
  if (!started.used) return undefined;
  return Object.fromEntries(Object.entries(started.used).map(([file, { fileHash }]) => [file, fileHash]));
}

function taskRecord(task: TaskState, { slackMs, placeOf }: RunPath): object {
  const attempts = task.attempts.map(attempt => ({
    ...attempt,
    queueMs: queueTime(attempt),
    ...(attempt.endedAt !== undefined && { durationMs: attempt.endedAt - attempt.startedAt }),
    usage: { cpuMs: attempt.usage?.cpuMs ?? null, peakMemoryBytes: attempt.usage?.peakMemoryBytes ?? null },
  }));
  return { ...task, attempts, slackMs: slackMs.get(task.name), placeOf: placeOf.get(task.name) };
}
