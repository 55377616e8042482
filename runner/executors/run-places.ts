import type { RunStarted } from '../event.ts';
import { type Place, placeOf } from './place.ts';

/** Every other place than this machine that tasks of a run may come to; those that `foreach` brings along stand in the used pipelines. */
export function placesOfRun({ pipeline, used = {} }: Pick<RunStarted, 'pipeline' | 'used'>): readonly Place[] {
  const files = [pipeline, ...Object.values(used).map(other => other.pipeline)];
  return files.flatMap(file => file.tasks.flatMap(task => placeOf(task, file) ?? []));
}
