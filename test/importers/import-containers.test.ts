import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importFile } from '../../importers/import-file.ts';
import { pipelineText } from '../../importers/pipeline-text.ts';
import { analyse } from '../../pipeline/analyse.ts';

/** The tasks that a file becomes, by name, and what is lost. */
function imported(text: string) {
  const found = importFile(text);
  assert.ok(found, 'it is no file of another tool');
  const { pipeline, problems } = analyse(pipelineText(found));
  assert.ok(pipeline, problems.map(({ message }) => message).join('\n'));
  return {
    tasks: new Map(pipeline.tasks.map(task => [task.name, task])),
    losses: found.losses.map(({ message }) => message),
  };
}

test('the container of a GitHub job stays one', () => {
  const { tasks, losses } = imported(`
on: workflow_dispatch
jobs:
  short: { runs-on: ubuntu-latest, container: node:22, steps: [{ run: node -v, timeout-minutes: 3 }] }
  long:
    runs-on: ubuntu-latest
    container: { image: "python:3", volumes: ["/a:/b"], options: "--user 1000 --cpus 2", env: { A: b } }
    steps: [{ run: python -V }]
`);
  assert.deepEqual(tasks.get('short')?.container, { image: 'node:22', volumes: [], options: [] });
  assert.equal(tasks.get('short')?.timeoutMs, 180_000);
  assert.deepEqual(tasks.get('long')?.container, {
    image: 'python:3',
    volumes: ['/a:/b'],
    options: ['--user', '1000', '--cpus', '2'],
  });
  assert.deepEqual(losses, ['`env` of the container has no counterpart.']);
});

test('a GitLab job has the image, and what it extends; what another file says is lost', () => {
  const { tasks, losses } = imported(`
include: [{ local: other.yml }]
default: { image: { name: "ruby:3", docker: { user: dave } } }
.base: { variables: { A: base, B: base }, script: [echo base], retry: 2, stage: build }
.more: { extends: .base, image: "node:22", variables: { B: more } }
first: { extends: .more, variables: { C: own } }
second: { extends: [.base, .nowhere], script: [echo own] }
`);
  const { container, env, retries, action } = tasks.get('first') ?? {};
  assert.deepEqual([container?.image, env, retries], ['node:22', { A: 'base', B: 'more', C: 'own' }, 2]);
  assert.deepEqual(action, { kind: 'script', script: 'echo base', shell: 'bash' });
  assert.deepEqual(tasks.get('second')?.container, { image: 'ruby:3', volumes: [], user: 'dave', options: [] });
  assert.deepEqual(losses, [
    '`include` has no counterpart.',
    'It extends `.nowhere`, which is not in this file: write what that says into the job.',
  ]);
});

test('the steps of an Argo workflow stand behind those of the group before, each in its image', () => {
  const { tasks, losses } = imported(`
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: steps }
spec:
  entrypoint: main
  templates:
    - name: main
      steps:
        - - { name: a, template: t }
        - - { name: b, template: t }
          - { name: c, template: t, arguments: { parameters: [{ name: x, value: "{{steps.a.outputs.parameters.x}}" }] } }
        - - { name: d, template: t }
    - name: t
      inputs: { parameters: [{ name: x, value: "1" }] }
      outputs: { parameters: [{ name: x, valueFrom: { path: /tmp/x } }] }
      script: { image: "python:3", command: [sh], source: "echo {{inputs.parameters.x}}" }
`);
  assert.deepEqual(
    [...tasks.values()].map(({ name, needs }) => [name, needs]),
    [
      ['a', []],
      ['b', ['a']],
      ['c', ['a']],
      ['d', ['b', 'c']],
    ],
  );
  assert.deepEqual(tasks.get('c')?.action, {
    kind: 'script',
    script: 'echo ${{ tasks.a.outputs.x }}',
    shell: 'sh {0}',
  });
  assert.deepEqual(tasks.get('a')?.action, { kind: 'script', script: 'echo 1', shell: 'sh {0}' });
  assert.equal(tasks.get('a')?.container?.image, 'python:3');
  assert.ok(losses.every(message => /must be written to PIPELINE_OUTPUT/.test(message)));
});
