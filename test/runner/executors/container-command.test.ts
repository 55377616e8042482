import assert from 'node:assert/strict';
import { test } from 'node:test';
import { containerCommand, containerName } from '../../../runner/executors/containers/container-command.ts';
import type { Engine } from '../../../runner/executors/containers/container-engine.ts';
import type { ExecutorSettings, PlacedCommand } from '../../../runner/executors/executor.ts';

const run = '/work/.dagwright/runs/20261121-034742-fclk';
const path = `${run}/tasks/train[model=a].1`;
const settings: ExecutorSettings = {
  ...{ run, root: '/work', workingDirectory: '/work', leftoverGraceMs: 0 },
  env: { HOME: '/home/me', REGION: 'eu' },
  declared: ['REGION', 'PIPELINE_NAME'],
};
const docker: Engine = { kind: 'docker', program: '/usr/bin/docker', hasInit: true, isRootless: false };
const podman: Engine = { kind: 'podman', program: '/usr/bin/podman', hasInit: false, isRootless: true };

function commandOf(engine: Engine, more: Partial<PlacedCommand> = {}): string {
  const container = { image: 'python:3', volumes: ['/data:/data:ro'], user: '7:7', options: ['--network=none'] };
  const place = {
    ...{ name: engine.kind, key: '', container, resources: { cpus: 1.5, memoryBytes: 1024 } },
    executor: { type: engine.kind, options: ['--log-driver=none'] },
  } as const;
  const command: PlacedCommand = {
    ...{ path, workingDirectory: '/work/train', env: { API_TOKEN: 's3cret', PIPELINE_TASK: 'train' }, place },
    action: { kind: 'script', script: 'echo', shell: 'sh' },
    ...more,
  };
  return containerCommand(command, container, engine, settings).join('\n');
}

test('the command line of an engine holds the names of variables, and never a value', () => {
  assert.equal(
    commandOf(docker),
    `/usr/bin/docker
run
--rm
--init
--name=${containerName(run, path)}
--label=dagwright=20261121-034742-fclk
--security-opt=label=disable
--volume=/work:/work
--volume=/data:/data:ro
--workdir=/work/train
--env=REGION
--env=PIPELINE_NAME
--env=API_TOKEN
--env=PIPELINE_TASK
--user=7:7
--cpus=1.5
--memory=1024b
--log-driver=none
--network=none
python:3
sh
-e
${path}.script`,
  );
});

test('a folder outside of the project is seen within, and a list is started as it is', () => {
  const text = commandOf(podman, { workingDirectory: '/else', action: { kind: 'program', argv: ['a b', '$HOME'] } });
  assert.match(text, /--volume=\/work:\/work\n--volume=\/else:\/else\n/);
  assert.match(text, /python:3\na b\n\$HOME$/);
});

test('the GPUs that a task was given are those that its container sees', () => {
  const env = { CUDA_VISIBLE_DEVICES: '0,2' };
  assert.match(commandOf(docker, { env }), /^--gpus="device=0,2"$/m);
  assert.match(commandOf(podman, { env }), /^--device=nvidia\.com\/gpu=0\n--device=nvidia\.com\/gpu=2$/m);
});

test('each attempt has a container of another name, which engines take', () => {
  const tasks = ['train.1', 'train.2', 'train[a=b].1', 'train_a_b_.1', `${'x'.repeat(200)}.1`, `${'x'.repeat(200)}.12`];
  const names = tasks.map(task => containerName(run, `${run}/tasks/${task}`));
  for (const name of names) assert.match(name, /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/);
  assert.equal(new Set(names).size, tasks.length);
  assert.equal(names[0], 'dagwright-20261121-034742-fclk-train.1');
});
