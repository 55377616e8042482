import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportArgo } from '../../exporters/argo/export-argo.ts';
import { importFile } from '../../importers/import-file.ts';
import { pipelineText } from '../../importers/pipeline-text.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { Task } from '../../pipeline/pipeline.ts';
import { exportSource } from '../exporters/export-source.ts';

/** The tasks of a workflow with this DAG, whose template `t` runs `echo`, and what is lost. */
function imported(tasks: string, text = workflow(tasks)) {
  const found = importFile(text, 'argo');
  assert.ok(found);
  const made = pipelineText(found);
  const { pipeline, problems } = analyse(made);
  assert.ok(pipeline, `${problems.map(({ message }) => message).join('\n')}\n${made}`);
  const byName: Readonly<Record<string, Task>> = Object.fromEntries(pipeline.tasks.map(task => [task.name, task]));
  return { tasks: byName, losses: found.losses.map(({ message }) => message) };
}

function workflow(tasks: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec:
  entrypoint: main
  arguments: { parameters: [{ name: names, value: '["a"]' }] }
  templates:
    - { name: main, dag: { tasks: [${tasks}] } }
    - { name: t, inputs: { parameters: [{ name: n }] }, container: { image: alpine, command: [sh, -c], args: ["echo {{inputs.parameters.n}}; date"] } }
`;
}

test('conditions over how tasks have ended are trigger rules where one says the same', () => {
  const rules: Readonly<Record<string, string>> = {
    'a.Succeeded && b.Succeeded': 'all_success',
    'a.Failed || a.Errored || b.Failed': 'one_failed',
    'a.Succeeded || b.Succeeded': 'one_success',
    '(a.Succeeded || a.Failed || a.Errored || a.Skipped || a.Omitted) && (b.Succeeded || b.Failed || b.Errored || b.Skipped || b.Omitted)':
      'all_done',
    '(a.Failed || a.Errored) && (b.Failed || b.Errored)': 'all_failed',
  };
  for (const [depends, rule] of Object.entries(rules)) {
    const { tasks, losses } = imported(
      `{ name: a, template: t }, { name: b, template: t }, { name: c, template: t, depends: "${depends}" }`,
    );
    assert.deepEqual([tasks.c?.triggerRule, tasks.c?.needs], [rule, ['a', 'b']], depends);
    assert.ok(!losses.some(message => message.includes('depends')), depends);
  }
  const { losses } = imported('{ name: a, template: t }, { name: b, template: t, depends: "!a.Succeeded" }');
  assert.ok(losses.some(message => /^`depends: !a\.Succeeded` has no rule of ours/.test(message)));
});

test('a comparison in when is a condition, and a skip stops nobody who needs the task by its name', () => {
  const { tasks } = imported(
    '{ name: a, template: t, when: "{{workflow.parameters.names}} != none" }, { name: b, template: t, dependencies: [a] }, { name: c, template: t, depends: a.Succeeded }',
  );
  assert.deepEqual(
    [tasks.a?.if, tasks.b?.triggerRule, tasks.c?.triggerRule],
    ["params.names != 'none'", 'none_failed', 'all_success'],
  );
});

test('what Argo goes through is a matrix, or a foreach', () => {
  const node = (many: string, value = '{{item}}') =>
    imported(`{ name: a, template: t, ${many}, arguments: { parameters: [{ name: n, value: "${value}" }] } }`).tasks.a;
  assert.deepEqual(node('withItems: [1, x]')?.matrix?.axes, { item: [1, 'x'] });
  assert.deepEqual(node('withItems: [{ os: linux, v: 1 }]', '{{item.os}}')?.matrix?.include, [{ os: 'linux', v: 1 }]);
  assert.deepEqual(node('withSequence: { start: "5", end: "3" }')?.matrix?.axes, { item: ['5', '4', '3'] });
  assert.deepEqual(node(`withParam: '["x", "y"]'`)?.matrix?.axes, { item: ['x', 'y'] });
  assert.equal(node('withParam: "{{workflow.parameters.names}}"')?.foreach?.list, 'fromJSON(params.names)');
  const unknown = imported('{ name: a, template: t, withSequence: { count: "{{inputs.parameters.x}}" } }');
  assert.match(unknown.losses.join('\n'), /`withSequence` goes through values that are known to Argo only/);
});

test('a workflow of one template is one task, and its shell goes on where that of Argo does', () => {
  const { tasks } = imported(
    '',
    workflow('').replace('entrypoint: main', 'entrypoint: t').replace('{{inputs.parameters.n}}', 'n'),
  );
  assert.deepEqual(tasks.t?.action, { kind: 'script', script: 'echo n; date', shell: 'sh {0}' });
});

test('what was exported to Argo and imported again has the same rules', () => {
  const rules = ['all_success', 'all_done', 'one_failed', 'one_success', 'all_failed'];
  const text = `tasks:\n  a: { run: echo }\n  b: { run: echo }\n${rules.map(rule => `  ${rule}: { needs: [a, b], trigger_rule: ${rule}, run: echo }\n`).join('')}`;
  const { tasks } = imported('', exportArgo(exportSource(text)).files[0]?.text ?? '');
  assert.deepEqual(
    rules.map(rule => tasks[rule.replace('_', '-')]?.triggerRule),
    rules,
  );
});
