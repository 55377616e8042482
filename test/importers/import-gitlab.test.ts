import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importFile } from '../../importers/import-file.ts';
import { pipelineText } from '../../importers/pipeline-text.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { Task } from '../../pipeline/pipeline.ts';

/** The tasks of a GitLab CI file, which must be a pipeline without errors, and what is lost. */
function imported(text: string) {
  const found = importFile(text, 'gitlab');
  assert.ok(found);
  const made = pipelineText(found);
  const { pipeline, problems } = analyse(made);
  assert.ok(pipeline, `${problems.map(({ message }) => message).join('\n')}\n${made}`);
  const tasks: Readonly<Record<string, Task>> = Object.fromEntries(pipeline.tasks.map(task => [task.name, task]));
  const script = (name: string) => {
    const action = tasks[name]?.action;
    return action?.kind === 'script' ? action.script.trimEnd() : undefined;
  };
  return { pipeline, tasks, script, losses: found.losses.map(({ message }) => message) };
}

test('after_script runs however the script ended, and variables made of others are worked out by the shell', () => {
  const { pipeline, script, tasks, losses } = imported(`
variables: { PLAIN: "1", ROOT: "$CI_PROJECT_DIR/x", RAW: { value: "$no", expand: false } }
a:
  variables: { OUT: "\${ROOT}/out $$5" }
  script: [make]
  after_script: [rm -rf tmp]
`);
  assert.deepEqual([pipeline.env, tasks.a?.env], [{ PLAIN: '1', RAW: '$no' }, {}]);
  assert.equal(
    script('a'),
    `export ROOT="$CI_PROJECT_DIR/x"
export OUT="\${ROOT}/out \\$5"
after_script() (
rm -rf tmp
)
trap 'after_script || true' EXIT
make`,
  );
  assert.deepEqual(losses, ['`CI_PROJECT_DIR` in the script of `a` is set by GitLab only.']);
});

test('what !reference names is written out', () => {
  const { script } = imported(
    '.setup: { script: [one, !reference [.more, script]] }\n.more: { script: [two] }\na:\n  script:\n    - !reference [.setup, script]\n    - three\n',
  );
  assert.equal(script('a'), 'one\ntwo\nthree');
});

test('a job that waits for a person is run by a param, and holds up no other stage', () => {
  const { pipeline, tasks } = imported(`
stages: [build, ship, tell]
b: { stage: build, script: [b] }
s: { stage: ship, script: [s], when: manual }
r: { stage: ship, script: [r], rules: [{ if: "$X", when: manual }] }
t: { stage: tell, script: [t] }
`);
  assert.deepEqual([tasks.s?.if, tasks.r?.if, pipeline.params.run_s?.default], ['params.run_s', 'params.run_r', false]);
  assert.deepEqual([tasks.s?.needs, tasks.t?.needs], [['b'], ['b']]);
});

test('parallel is a matrix: of numbers, or of the combinations of each item', () => {
  const { tasks } = imported(`
n: { script: [n], parallel: 2 }
m: { script: [m], parallel: { matrix: [{ A: x, B: ["1", "2"] }, { A: [y] }] } }
`);
  assert.deepEqual(tasks.n?.matrix?.axes, { CI_NODE_INDEX: [1, 2] });
  assert.equal(tasks.n?.env.CI_NODE_TOTAL, '2');
  assert.deepEqual(tasks.m?.matrix?.include, [{ A: 'x', B: '1' }, { A: 'x', B: '2' }, { A: 'y' }]);
});

test('a stage behind one that does not wait still waits for all before, and jobs without a script are told', () => {
  const { tasks, losses } = imported(`
stages: [one, two, three]
a: { stage: one, script: [a] }
b: { stage: two, needs: [], script: [b] }
c: { stage: three, script: [c] }
d: { stage: three, trigger: { project: x/y } }
`);
  assert.deepEqual([tasks.b?.needs, tasks.c?.needs], [[], ['a', 'b']]);
  assert.deepEqual(losses, ['The job `d` has no script in this file: it was left out.']);
});
