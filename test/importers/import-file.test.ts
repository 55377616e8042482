import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportArgo } from '../../exporters/argo/export-argo.ts';
import { exportGithub } from '../../exporters/github/export-github.ts';
import { type ImportSource, importFile } from '../../importers/import-file.ts';
import { pipelineText } from '../../importers/pipeline-text.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { exportSource } from '../exporters/export-source.ts';

/** The pipeline that a text becomes, which must be one without errors, and what is lost. */
function imported(
  text: string,
  source?: ImportSource,
): { readonly pipeline: Pipeline; readonly text: string; readonly losses: readonly string[] } {
  const found = importFile(text, source);
  assert.ok(found, 'it is no file of another tool');
  const made = pipelineText(found);
  const { pipeline, problems } = analyse(made);
  assert.ok(pipeline, `${problems.map(({ message }) => message).join('\n')}\n${made}`);
  return { pipeline, text: made, losses: found.losses.map(({ message }) => message) };
}

const github = `
name: CI
on:
  push: { branches: [main] }
  schedule: [{ cron: '0 3 * * *' }]
  workflow_dispatch:
    inputs: { region: { type: choice, options: [eu, us], default: eu, description: Where. } }
env: { CI: "1" }
jobs:
  build:
    runs-on: ubuntu-latest
    outputs: { tag: "\${{ steps.tag.outputs.tag }}" }
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
      - name: Build it
        id: tag
        run: |
          npm ci
          echo "tag=1" >> "$GITHUB_OUTPUT"
  test:
    needs: build
    timeout-minutes: 15
    strategy:
      matrix:
        node: [20, 22.1]
        os: [linux]
        exclude: [{ node: 20, os: linux }]
    env: { TAG: "\${{ needs.build.outputs.tag }}", TOKEN: "\${{ secrets.API_TOKEN }}" }
    steps:
      - run: npm test -- --node \${{ matrix.node }}
      - run: echo \${{ github.sha }}
  report:
    needs: [build, test]
    if: always() && inputs.region == 'eu'
    runs-on: ubuntu-latest
    continue-on-error: true
    steps: [{ run: ./report.sh, shell: sh }]
`;

test('a GitHub workflow becomes tasks with needs, matrix, conditions and outputs', () => {
  const { pipeline, losses, text } = imported(github);
  assert.deepEqual(
    pipeline.tasks.map(({ name, needs, triggerRule, continueOnError }) => ({
      name,
      needs,
      triggerRule,
      continueOnError,
    })),
    [
      { name: 'build', needs: [], triggerRule: 'all_success', continueOnError: false },
      { name: 'test', needs: ['build'], triggerRule: 'all_success', continueOnError: false },
      { name: 'report', needs: ['build', 'test'], triggerRule: 'all_done', continueOnError: true },
    ],
  );
  assert.deepEqual(pipeline.tasks[1]?.matrix?.axes, { node: [20, 22.1], os: ['linux'] });
  assert.equal(pipeline.tasks[1]?.env.TAG, '${{ tasks.build.outputs.tag }}');
  assert.equal(pipeline.tasks[2]?.if, "params.region == 'eu'");
  assert.deepEqual(pipeline.secrets, ['API_TOKEN']);
  assert.match(text, /echo "tag=1" >> "\$PIPELINE_OUTPUT"/);
  assert.deepEqual(losses, [
    'No pipeline starts on `push`.',
    'The step uses the action actions/setup-node@v5, which only GitHub has.',
    '`${{ github.sha }}` is known to GitHub only: it was left out.',
  ]);
});

test('stages of a dvc.yaml need those whose files they read', () => {
  const { pipeline, losses } = imported(`
stages:
  prepare:
    cmd: python prepare.py
    deps: [data/raw.csv, prepare.py]
    params: [prepare.seed]
    outs: [data/prepared]
  train:
    foreach: [linear, forest]
    do:
      wdir: .
      cmd: ['python train.py \${item}', 'echo \${lr}']
      deps: [data/prepared]
      outs: ["models/\${item}.pkl"]
      metrics: [{ "scores/\${item}.json": { cache: false } }]
`);
  const [prepare, train] = pipeline.tasks;
  assert.deepEqual(prepare?.inputs, ['data/raw.csv', 'prepare.py', 'params.yaml']);
  assert.deepEqual([train?.needs, train?.matrix?.axes], [['prepare'], { item: ['linear', 'forest'] }]);
  assert.deepEqual(Object.values(train?.outputs ?? {}), [
    { path: 'models/${{ matrix.item }}.pkl' },
    { path: 'scores/${{ matrix.item }}.json' },
  ]);
  assert.deepEqual(losses, ['`${lr}` comes from params.yaml or vars: write its value, or make a param of it.']);
});

test('stages of a dvc.yaml need those that write into what they read, whatever folder they work in', () => {
  const { pipeline } = imported(`
stages:
  split: { cmd: split, wdir: src, outs: [../data/parts] }
  each: { foreach: [a, b], do: { cmd: "run \${item}", deps: ["data/parts/\${item}.csv"], outs: ["out/\${item}.json"] } }
  one: { cmd: one, deps: [out/a.json] }
  all: { cmd: all, deps: [./out] }
  other: { cmd: other, deps: [outer] }
`);
  assert.deepEqual(
    pipeline.tasks.map(({ name, needs }) => [name, ...needs]),
    [['split'], ['each', 'split'], ['one', 'each'], ['all', 'each'], ['other']],
  );
});

test('a foreach of a dvc.yaml over maps is a matrix of combinations', () => {
  const { pipeline, losses } = imported(`
stages:
  listed: { foreach: [{ lang: en, size: 1 }, { lang: de, size: 2 }], do: { cmd: "train \${item.lang} \${item.size}" } }
  mapped: { foreach: { uk: { epochs: 3 }, us: { epochs: 10 } }, do: { cmd: "train \${key} \${item.epochs}" } }
`);
  const [listed, mapped] = pipeline.tasks;
  assert.deepEqual(listed?.matrix?.include, [
    { lang: 'en', size: 1 },
    { lang: 'de', size: 2 },
  ]);
  assert.deepEqual(mapped?.matrix?.include, [
    { key: 'uk', epochs: 3 },
    { key: 'us', epochs: 10 },
  ]);
  assert.match(JSON.stringify(mapped?.action), /train \$\{\{ matrix\.key \}\} \$\{\{ matrix\.epochs \}\}/);
  assert.deepEqual(losses, []);
});

test('jobs of GitLab CI need what they say, or the stage before', () => {
  const { pipeline, losses } = imported(`
stages: [build, test, deploy]
variables: { LEVEL: "2" }
image: node:22
default: { before_script: [npm ci] }
compile: { stage: build, script: [make] }
unit:
  stage: test
  retry: { max: 2, when: runner_system_failure }
  timeout: 1h 30m
  parallel: { matrix: [{ NODE: ["20", "22"], OS: linux }] }
  script: [npm test]
lint: { stage: test, needs: [], allow_failure: true, script: ["npm run lint: all"] }
deploy:
  stage: deploy
  rules: [{ if: $CI_COMMIT_TAG }]
  needs: [{ job: unit }]
  script: ["./deploy.sh"]
notify: { stage: deploy, when: on_failure, script: [./notify.sh] }
`);
  const tasks = Object.fromEntries(pipeline.tasks.map(task => [task.name, task]));
  assert.deepEqual(
    Object.values(tasks).map(({ name, needs }) => [name, ...needs]),
    [['compile'], ['unit', 'compile'], ['lint'], ['deploy', 'unit'], ['notify', 'unit', 'lint']],
  );
  assert.deepEqual(
    [tasks.unit?.retries, tasks.unit?.timeoutMs, tasks.unit?.matrix?.axes],
    [2, 5_400_000, { NODE: ['20', '22'], OS: ['linux'] }],
  );
  assert.equal(tasks.unit?.env.NODE, '${{ matrix.NODE }}');
  assert.deepEqual([tasks.lint?.continueOnError, tasks.notify?.triggerRule], [true, 'one_failed']);
  assert.deepEqual(losses, ['`rules` of the job `deploy` has no counterpart.']);
  assert.deepEqual(new Set(pipeline.tasks.map(({ container }) => container?.image)), new Set(['node:22']));
});

test('the DAG of an Argo workflow becomes tasks, its tags expressions', () => {
  const { pipeline, losses } = imported(`
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata: { name: etl }
spec:
  schedules: ["0 1 * * *"]
  timezone: Europe/Berlin
  workflowSpec:
    entrypoint: main
    arguments: { parameters: [{ name: region, value: eu }] }
    templates:
      - name: main
        dag:
          tasks:
            - { name: list, template: list }
            - name: load
              template: load
              depends: list.Succeeded
              withParam: "{{tasks.list.outputs.parameters.files}}"
              arguments: { parameters: [{ name: file, value: "{{item}}" }] }
            - { name: check, template: check, dependencies: [load], when: "{{workflow.parameters.region}} == eu" }
      - name: list
        outputs: { parameters: [{ name: files, valueFrom: { path: /tmp/files } }] }
        script: { image: python, command: [python3], source: "print('x')" }
      - name: load
        inputs: { parameters: [{ name: file }] }
        activeDeadlineSeconds: 60
        retryStrategy: { limit: "3" }
        container: { image: alpine, command: [cat], args: ["{{inputs.parameters.file}}", "{{workflow.parameters.region}}"] }
      - { name: check, container: { image: alpine, command: [sh, -c], args: ["echo done"] } }
`);
  const [list, load, check] = pipeline.tasks;
  assert.deepEqual(list?.action, { kind: 'script', script: "print('x')\n", shell: 'python' });
  assert.deepEqual(
    [load?.needs, load?.foreach?.list, load?.retries, load?.timeoutMs],
    [['list'], 'tasks.list.outputs.files', 3, 60_000],
  );
  assert.match(JSON.stringify(load?.action), /\$\{\{ item \}\}.*\$\{\{ params\.region \}\}/);
  assert.deepEqual(check?.needs, ['load']);
  assert.deepEqual([check?.if, check?.triggerRule], ["params.region == 'eu'", 'all_success']);
  assert.deepEqual(list?.outputs, { files: { type: 'json' } });
  assert.deepEqual(losses, ['The output `files` of `list` must be written to PIPELINE_OUTPUT, as files=value.']);
});

const own = `tasks:
  a: { run: echo a }
  b: { needs: [a], run: echo b, timeout: 5m }
  c: { needs: [a], run: echo c, matrix: { n: [1, 2] } }
  d: { needs: [b, c], run: echo d }
`;

for (const [name, exported] of [
  ['GitHub', exportGithub],
  ['Argo', exportArgo],
] as const) {
  test(`what was exported to ${name} and imported again has the same graph`, () => {
    const { files } = exported(exportSource(own));
    const { pipeline } = imported(files[0]?.text ?? '');
    const graph = (tasks: Pipeline['tasks']) =>
      tasks.map(task => ({
        name: task.name,
        needs: task.needs,
        timeout: task.timeoutMs,
        instances: Object.values(task.matrix?.axes ?? {}).length,
      }));
    const { pipeline: before } = analyse(own);
    const expected = graph(before?.tasks ?? []);
    assert.deepEqual(
      graph(pipeline.tasks).map(({ name: task, needs, timeout }) => ({ task, needs, timeout })),
      expected.map(({ name: task, needs, timeout }) => ({ task, needs, timeout })),
    );
  });
}

test('what is the file of no other tool is not imported, whatever it holds', () => {
  for (const text of [
    '',
    '- a',
    'a: 1',
    'tasks: { a: { run: x } }',
    '{',
    'jobs: 3',
    'stages: [a]',
    'apiVersion: argoproj.io/v1\nspec: 1',
  ]) {
    assert.equal(importFile(text), undefined, text);
  }
});
