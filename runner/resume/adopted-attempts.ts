import { basename } from 'node:path';
import { systemClock } from '../clock.ts';
import type { RunStarted } from '../event.ts';
import { type Place, placeOf } from '../executors/place.ts';
import { takeBackExit } from '../exit-statuses.ts';
import { attemptPath } from '../layout.ts';
import { expectedOf, writtenFiles } from '../prepare-attempt.ts';
import { withLogged } from '../processes/attempt-exit.ts';
import type { Exit, OrphanAttempt, Processes, RunningAttempt } from '../processes/processes.ts';
import { isEnd, type RunState } from '../run-state.ts';
import type { Adopted } from '../run-tools.ts';
import type { Workplace } from '../workplace.ts';
import { attemptFates, type Fate } from './attempt-fates.ts';
import { endUnmaskedShells } from './unmasked-shells.ts';

/** How a run whose state is as the journal left it goes on with each attempt that was begun and not ended. Throws when the run's folder cannot be read or written. */
export async function adoptedAttempts(place: Workplace, processes: Processes): Promise<readonly Adopted[]> {
  const { run } = place;
  const open = openAttempts(place.state).map(({ task, attempt }) => ({
    task,
    attempt,
    path: attemptPath(run, task.name, attempt),
  }));
  const paths = open.map(({ path }) => path);
  const isMasked = hasSecrets(place.state.started);
  const fates = await attemptFates(run, paths, isMasked);
  if (isMasked) await endUnmaskedShells(fates, systemClock);
  return Promise.all(
    open.map(async ({ task, attempt, path }) => {
      const where = placeOf(task, place.scopes.of(task).pipeline);
      const fate = (await fateThere(path, where, processes)) ?? fates.get(path) ?? { kind: 'lost' };
      if (fate.kind === 'unbegun' && fate.isTold) takeBackExit(run, basename(path));
      const expected = expectedOf(task, attempt, place);
      const known = place.state.tasks.get(task.name)?.attempts[attempt - 1]?.place;
      const there = where && {
        ...{ place: where, files: writtenFiles(expected.outputs, expected.base) },
        ...(known && { known }),
      };
      const watch = watchOf(fate, path, there, processes);
      return { task, attempt, expected, ...(watch && { watch }) };
    }),
  );
}

/** Of an attempt that no process here stands for: what became of it, its place tells whoever watches it. */
async function fateThere(path: string, place: Place | undefined, processes: Processes): Promise<Fate | undefined> {
  const hasBegun = place && (await processes.hasBegun?.(path, place));
  if (hasBegun === undefined) return undefined;
  return hasBegun ? { kind: 'running', shell: 0 } : { kind: 'unbegun', isTold: false };
}

function hasSecrets({ pipeline, used = {} }: RunStarted): boolean {
  const all = [pipeline, ...Object.values(used).map(other => other.pipeline)];
  return all.some(({ secrets }) => secrets.length > 0);
}

function openAttempts(state: RunState) {
  return [...state.tasks.values()].flatMap(({ definition: task, attempts, status }) => {
    const last = attempts.at(-1);
    return last && last.outcome === undefined && !isEnd(status) ? [{ task, attempt: attempts.length }] : [];
  });
}

function watchOf(
  fate: Fate,
  path: string,
  where: Partial<OrphanAttempt> | undefined,
  processes: Processes,
): Adopted['watch'] {
  switch (fate.kind) {
    case 'unbegun':
      return undefined;
    case 'running':
      return (ended, placed) => processes.adopt({ path, shell: fate.shell, ...where, ...(where && { placed }) }, ended);
    case 'ended':
      return ended => told(toldOf(fate.exit, path), ended);
    case 'lost':
      return ended => told({ kind: 'lost' }, ended);
    default:
      return fate satisfies never;
  }
}

/** One whose log was never made cannot be told from one whose output was masked away: it is over, and that is all. */
function toldOf(exit: Exit, path: string): Exit {
  const logged = withLogged(exit, path);
  return logged.kind === 'unwritable' ? exit : logged;
}

function told(exit: Exit, ended: (exit: Exit) => void): RunningAttempt {
  queueMicrotask(() => ended(exit));
  return { stop: () => {} };
}
