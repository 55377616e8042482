import { SharedCache } from '../../../runner/cache/shared-cache.ts';
import { makeTask } from '../make-pipeline.ts';

/** A program that keeps the file `big` of the root that is its argument, as a run would; made to be killed. */
const root = process.argv[2] ?? '';
const cache = new SharedCache({
  ...{ root, now: Date.now, maxBytes: 1e12 },
  subjectOf: ({ name }) => ({
    ...{ task: name, pipeline: 'p', file: `${root}/p.pipeline.yaml`, template: '', workingDirectory: root },
    ...{
      action: { kind: 'script', script: 'work', shell: 'sh' },
      env: {},
      hiddenEnv: {},
      secrets: {},
      inputs: [],
      needs: {},
    },
    ...{ outputs: { big: { path: 'big' } }, expressions: () => ({}) },
  }),
});
const task = makeTask('train', 'work', { cache: true });
await cache.lookUp(task);
await cache.publish(task, {}, 'r');
await cache.close();
