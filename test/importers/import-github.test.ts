import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importFile } from '../../importers/import-file.ts';
import { pipelineText } from '../../importers/pipeline-text.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { Task } from '../../pipeline/pipeline.ts';

/** The tasks of a workflow with these jobs, which must be a pipeline without errors, and what is lost. */
function imported(jobs: string, head = 'on: workflow_dispatch\n') {
  const found = importFile(`${head}jobs:\n${jobs}`, 'github');
  assert.ok(found);
  const text = pipelineText(found);
  const { pipeline, problems } = analyse(text);
  assert.ok(pipeline, `${problems.map(({ message }) => message).join('\n')}\n${text}`);
  const tasks: Readonly<Record<string, Task>> = Object.fromEntries(pipeline.tasks.map(task => [task.name, task]));
  const script = (name: string) => {
    const action = tasks[name]?.action;
    return action?.kind === 'script' ? action.script.trimEnd() : undefined;
  };
  return { pipeline, tasks, script, losses: found.losses.map(({ message }) => message) };
}

test('each step of a job keeps its folder, its variables and what it does to its shell for itself', () => {
  const { script, tasks, losses } = imported(`  a:
    steps:
      - { run: make, working-directory: sub }
      - { run: cd lib && make }
      - { run: make check, continue-on-error: true }
      - { run: make install, env: { DIR: "it's", KIND: "\${{ matrix.kind }}" } }
      - { run: make dist, env: { KIND: other } }
    strategy: { matrix: { kind: [x] } }
`);
  assert.equal(
    script('a'),
    `(
cd "sub"
make
)
(
cd lib && make
)
(
make check
) || true
(
export DIR='it'\\''s'
make install
)
(
export KIND='other'
make dist
)`,
  );
  assert.equal(tasks.a?.env.KIND, '${{ matrix.kind }}', 'what is worked out is read by no shell');
  assert.deepEqual(losses, []);
});

test('secrets are in the environment of the tasks; under other names the script sets them', () => {
  const { pipeline, tasks, script } = imported(
    '  a:\n    env: { TOKEN: "${{ secrets.TOKEN }}", AUTH: "Bearer ${{ secrets.KEY }}" }\n    steps: [{ run: "curl ${{ secrets.KEY }}" }]\n',
    'on: workflow_dispatch\nenv: { ALL: "${{ secrets.SHARED }}" }\n',
  );
  assert.deepEqual([...pipeline.secrets].sort(), ['KEY', 'SHARED', 'TOKEN']);
  assert.deepEqual([pipeline.env, tasks.a?.env], [{}, {}]);
  assert.equal(script('a'), 'export ALL="${SHARED}"\nexport AUTH="Bearer ${KEY}"\ncurl ${KEY}');
});

test('names with a hyphen are said as an expression can say them, and what is not there is left out and told', () => {
  const { tasks, script, losses } = imported(`  a:
    strategy: { matrix: { go-version: ["1.23"], platform: [{ os: linux }] } }
    steps: [{ run: "go \${{ matrix.go-version }} \${{ matrix.platform.os }} \${{ env.SET_LATER }} \${{ inputs.none }}" }]
  b:
    if: env.SET_LATER == 'x'
    steps: [{ run: b }]
`);
  assert.equal(script('a'), 'go ${{ matrix.go_version }}  ${SET_LATER}');
  assert.equal(tasks.b?.if, undefined);
  assert.deepEqual(losses, [
    '`platform` of the matrix has values that are no plain ones.',
    '`${{ matrix.platform.os }}` is known to GitHub only: it was left out.',
    '`${{ inputs.none }}` is known to GitHub only: it was left out.',
    "The condition `env.SET_LATER == 'x'` reads what only GitHub knows: it was left out.",
  ]);
});

test('inputs of a workflow that others call are params, in any case, and results of jobs are statuses', () => {
  const { pipeline, tasks, script } = imported(
    `  a: { steps: [{ run: "echo \${{ inputs.VERSION }}" }] }
  b: { needs: a, if: "always() && needs.a.result == 'failure'", steps: [{ run: b }] }
`,
    'on: { workflow_call: { inputs: { version: { type: string } } } }\n',
  );
  assert.equal(script('a'), 'echo ${{ params.version }}');
  assert.deepEqual(Object.keys(pipeline.params), ['version']);
  assert.deepEqual([tasks.b?.triggerRule, tasks.b?.if], ['all_done', "tasks.a.status == 'failed'"]);
});

test('an output is declared only when a script of the job writes it under its name', () => {
  const { tasks, losses } = imported(`  a:
    outputs: { tag: "\${{ steps.one.outputs.tag }}", other: "\${{ steps.one.outputs.tag }}", made: "\${{ steps.act.outputs.made }}" }
    steps: [{ id: one, run: echo }, { id: act, uses: x/y@v1 }]
  b: { needs: a, steps: [{ run: "echo \${{ needs.a.outputs.tag }}\${{ needs.a.outputs.made }}" }] }
`);
  assert.deepEqual(tasks.a?.outputs, { tag: { type: 'string' } });
  assert.deepEqual(losses.slice(0, 2), [
    'The output `other` is not written by a script under that name: write other=value to PIPELINE_OUTPUT, and declare it.',
    'The output `made` is not written by a script under that name: write made=value to PIPELINE_OUTPUT, and declare it.',
  ]);
  assert.equal(losses.at(-1), '`${{ needs.a.outputs.made }}` is known to GitHub only: it was left out.');
});

test('other machines, other shells and what only GitHub sets are told', () => {
  const { tasks, losses } = imported(`  a:
    runs-on: windows-latest
    strategy: { fail-fast: true, max-parallel: 2, matrix: { n: [1] } }
    steps:
      - { run: 'echo "A=1" >> "$GITHUB_ENV"', shell: bash }
      - { run: print(1), shell: python }
`);
  assert.deepEqual(tasks.a?.action.kind === 'script' && tasks.a.action.shell, 'bash');
  assert.deepEqual(losses, [
    'It ran on `windows-latest`; here it runs on this machine.',
    '`fail-fast` of a matrix has no counterpart.',
    '`max-parallel` of a matrix has no counterpart.',
    '`GITHUB_ENV` is set by GitHub only: set the variables in the script.',
    'A task has one shell, which is `bash`: make a task of its own of this step.',
  ]);
});

test('a step that is for failures only stands as a comment, and it is told how to write it', () => {
  const { script, losses } = imported(`  a:
    steps:
      - run: make
      - { run: "make undo\\nexit 9", if: "\${{ failure() }}" }
      - { run: make report, if: "github.ref == 'x'" }
`);
  assert.equal(script('a'), 'make\n# only after a failure:\n# make undo\n# exit 9\nmake report');
  assert.ok(losses.some(message => message.includes('`trigger_rule: one_failed`')));
  assert.ok(losses.some(message => message.includes('the step always runs')));
});
