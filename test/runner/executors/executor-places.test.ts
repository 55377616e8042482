import assert from 'node:assert/strict';
import { test } from 'node:test';
import { executorOf } from '../../../pipeline/building/build-executors.ts';
import { ExecutorPlaces } from '../../../runner/executors/executor-places.ts';
import { placeOf } from '../../../runner/executors/place.ts';
import { makeTask } from '../make-pipeline.ts';

const hosts = [
  { host: 'a', slots: 2 },
  { host: 'b', slots: 1 },
];
const executors = {
  boxes: { type: 'ssh', hosts, sync: 'none', options: [] },
  few: { ...executorOf('slurm'), type: 'slurm', mode: 'batch', options: [], maxParallel: 2 },
} as const;

function startedOf(...names: readonly string[]): string {
  const places = new ExecutorPlaces(undefined, 1, task => placeOf(task, { executors }));
  return names
    .map((executor, index) => makeTask(`${executor}${index}`, 'true', { executor }))
    .filter(task => {
      const grant = places.grant(task);
      if (grant) places.started(task, grant);
      return grant;
    })
    .map(({ name }) => name)
    .join(' ');
}

test('each executor has its own places, and takes none of this machine', () => {
  const started = startedOf('local', 'local', 'boxes', 'boxes', 'boxes', 'boxes', 'few', 'few', 'few');
  assert.equal(started, 'local0 boxes2 boxes3 boxes4 few6 few7');
});

test('a container is run by this machine', () => {
  assert.equal(startedOf('docker', 'local'), 'docker0');
});

test('a place is free again when its task is over', () => {
  const places = new ExecutorPlaces(undefined, 1, () => undefined);
  const [one, two] = [makeTask('a', ''), makeTask('b', '')];
  places.started(one, {});
  assert.equal(places.grant(two), undefined);
  places.ended(one);
  assert.deepEqual(places.grant(two), {});
});
