import type { RunStarted } from '../event.ts';
import { CannotStart } from '../run-options.ts';
import { type Place, placeOf } from './place.ts';

/**
 * Every other place than this machine that tasks of a run may come to; those that `foreach` brings along stand in the used
 * pipelines. Throws `CannotStart` where there is no way to one.
 */
export function placesOfRun({ pipeline, used = {} }: Pick<RunStarted, 'pipeline' | 'used'>): readonly Place[] {
  const files = [pipeline, ...Object.values(used).map(other => other.pipeline)];
  const places = files.flatMap(file => file.tasks.flatMap(task => placeOf(task, file) ?? []));
  for (const { name, executor } of places) {
    if (executor.type !== 'kubernetes') continue;
    throw new CannotStart(
      `The executor "${name}" has the type ${executor.type}, which this version does not have yet.`,
    );
  }
  return places;
}
