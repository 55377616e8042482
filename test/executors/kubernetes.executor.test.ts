import { spawnSync } from 'node:child_process';
import { after } from 'node:test';
import { behavesAsHere, type Trial } from './behaviour.ts';
import { FakeCluster } from './fake-cluster.ts';

let cluster: FakeCluster | undefined;
after(() => cluster?.close());

behavesAsHere('kubernetes, with a shared folder, kubectl and an API of the test', async (): Promise<Trial | string> => {
  if (spawnSync('kubectl', ['version', '--client']).status !== 0) return 'kubectl is not there';
  cluster = await FakeCluster.start();
  return {
    head: 'executors: { kubernetes: { volume: workspace } }\ndefaults: { executor: kubernetes, container: busybox }',
    env: cluster.env,
    place: /1: success, .*, at kubernetes: pod work\/dw-give-\w+-1-x7 on node-1/,
  };
});
