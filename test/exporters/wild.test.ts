import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { type ExportTarget, exportTargets, exportTo } from '../../exporters/export-to.ts';
import { exampleSource } from './example-source.ts';
import { exportSource } from './export-source.ts';
import { readDag } from './read-dag.ts';
import { richPipeline } from './rich-pipeline.ts';

const targets = Object.keys(exportTargets) as readonly ExportTarget[];

function textOf(target: ExportTarget, text: string): string {
  const { files, losses } = exportTo(target, exportSource(text));
  assert.ok(files[0], losses.map(({ message }) => message).join('\n'));
  return files[0].text;
}

function refusals(target: ExportTarget, text: string): readonly string[] {
  const { losses } = exportTo(target, exportSource(text));
  return losses.filter(({ level }) => level === 'refused').map(({ key, message }) => `${key}: ${message}`);
}

test('every node of every export has its line of the pipeline above it', () => {
  let compared = 0;
  for (const target of targets) {
    for (const source of [exportSource(richPipeline), exampleSource('penguins'), exampleSource('flaky')]) {
      const { files } = exportTo(target, source);
      if (!files[0]) continue;
      compared++;
      const lines = source.text.split('\n');
      const found = nodesOf[target](files[0].text);
      assert.ok(found.length > 0 && found.every(Boolean), `${target}: ${found}`);
      const said = new Set(found.map(line => /^ *([\w-]+):/.exec(lines[Number(line) - 1] ?? '')?.[1]));
      const tops = source.tasks.filter(({ group }) => group === undefined).map(({ name }) => name);
      assert.deepEqual([...said].sort(), tops.sort(), target);
    }
  }
  assert.ok(compared >= 6, `${compared} exports were read`);
});

/** For each node of an exported file the line that stands above it. */
const nodesOf: Readonly<Record<ExportTarget, (text: string) => readonly (string | undefined)[]>> = {
  airflow: text =>
    [...text.matchAll(/(.*)\n(?: *\w+_items = .*\n)? *\w+ = Pipeline(?:Task|Pod)(?:\.partial)?\(\n/g)].map(lineIn),
  github: text => Object.keys(parse(text).jobs).map(id => lineIn(new RegExp(`(.*)\n  ${id}:\n`).exec(text))),
  argo: text => {
    const { spec } = parse(text);
    const [, ...templates] = (spec.workflowSpec ?? spec).templates;
    return templates.map(({ name }: { name: string }) =>
      lineIn(new RegExp(`(.*)\n *- name: ${name}\n *(?:script|inputs|outputs|retry|sync|active)`).exec(text)),
    );
  },
};

function lineIn(found: RegExpExecArray | null): string | undefined {
  return /# \S+, line (\d+)/.exec(found?.[1] ?? '')?.[1];
}

test('tasks may have the names of what an exported DAG itself uses', () => {
  const names = [
    'list',
    'os',
    'json',
    'pick',
    'text',
    'output',
    'given',
    'run_result',
    'dag',
    'PipelineTask',
    'isinstance',
  ];
  const tasks = names.map(name => `  ${name}: { run: echo }`).join('\n');
  const dag = textOf('airflow', `tasks:\n${tasks}\n  last: { needs: [list], trigger_rule: one_failed, run: echo }\n`);
  const nodes = [...readDag(dag).values()];
  assert.equal(new Set(nodes.map(({ id }) => id)).size, names.length + 2);
  const code = dag.slice(0, dag.indexOf('\nwith DAG('));
  for (const [, variable = ''] of dag.matchAll(/^ {4}(\w+) = PipelineTask\(/gm)) {
    assert.doesNotMatch(code.replace(/"""[^"]*"""/g, ''), new RegExp(`\\b${variable}\\b`), variable);
  }
});

test('a task may be called main, as the graph of an Argo workflow is', () => {
  const { spec } = parse(textOf('argo', 'tasks:\n  main: { run: echo }\n  main-2: { run: echo }\n'));
  const names = spec.templates.map(({ name }: { name: string }) => name);
  assert.equal(new Set(names).size, 3, names.join());
});

test('what looks like an expression of GitHub in a text stays text', () => {
  const text = "tasks:\n  a: { run: \"echo ${{ '${{ github.token }}' }} ${{ '$' }}{{ x }}\" }\n";
  const { run } = parse(textOf('github', text)).jobs.a.steps.at(-1);
  assert.equal(run, "echo ${{ '$' }}{{ github.token }} ${{ '$' }}{{ x }}");
});

test('what Argo would take for its own is refused, wherever it stands', () => {
  assert.match(refusals('argo', 'tasks: { a: { run: "echo ${{ \'{{x}}\' }}" } }\n').join(), /^run: Argo would read/);
  assert.match(refusals('argo', 'params: { p: "{{x}}" }\ntasks: { a: { run: echo } }\n').join(), /^params: Argo/);
  assert.match(refusals('argo', 'tasks: { a: { run: echo, matrix: { m: ["{{x}}"] } } }\n').join(), /^matrix: Argo/);
});

test('a timeout makes a GitHub job fail, not be cancelled, which no rule would see', () => {
  const { jobs } = parse(
    textOf(
      'github',
      'tasks:\n  a: { run: echo, timeout: 5m }\n  b: { needs: [a], trigger_rule: one_failed, run: echo }\n',
    ),
  );
  assert.equal(jobs.a['timeout-minutes'], undefined);
  assert.equal(jobs.a.steps.at(-1)['timeout-minutes'], 5);
});

test('a run that is cancelled starts no job by a rule of two needs', () => {
  const text =
    'tasks:\n  a: { run: echo }\n  b: { run: echo }\n  c: { needs: [a, b], trigger_rule: one_failed, run: echo }\n';
  assert.equal(
    parse(textOf('github', text)).jobs.c.if,
    "${{ !cancelled() && (needs.a.result == 'failure' || needs.b.result == 'failure') }}",
  );
});

test('no export stands for a schedule with seconds, or a matrix with nothing in it', () => {
  for (const target of targets) {
    assert.match(
      refusals(target, 'triggers: [{ cron: "0 0 2 * * 1", timezone: UTC }]\ntasks: { a: { run: echo } }\n').join(),
      /^triggers: A schedule of \w+ knows no seconds: write five fields\.$/,
    );
    assert.match(
      refusals(target, 'tasks: { a: { run: echo, matrix: { n: [1], exclude: [{ n: 1 }] } } }\n').join(),
      /^matrix: Its matrix has no combination/,
    );
  }
});

test('a CronWorkflow makes up for the last time that was missed when the pipeline does', () => {
  const text = (catchup: string) =>
    `triggers: [{ cron: "0 2 * * 1", timezone: Europe/Berlin, overlap: cancel, catchup: ${catchup} }]\ntasks: { a: { run: echo } }\n`;
  const { spec } = parse(textOf('argo', text('latest')));
  assert.deepEqual(
    [spec.schedules, spec.timezone, spec.concurrencyPolicy, spec.startingDeadlineSeconds],
    [['0 2 * * 1'], 'Europe/Berlin', 'Replace', 31_536_000],
  );
  assert.equal(parse(textOf('argo', text('none'))).spec.startingDeadlineSeconds, undefined);
});

test('a variable that reads the item of a foreach is there in every export', () => {
  const text =
    'tasks:\n  a: { run: echo, outputs: { l: json } }\n  b: { needs: [a], foreach: "${{ tasks.a.outputs.l }}", run: echo, env: { ITEM: "${{ item }}" } }\n';
  for (const target of targets) assert.match(textOf(target, text), /ITEM/, target);
});

test('times shorter than a second are told where an engine counts in seconds', () => {
  const { losses } = exportTo(
    'argo',
    exportSource('tasks: { a: { run: echo, timeout: 500ms, retries: 1, retry_delay: 1500ms } }\n'),
  );
  assert.deepEqual(
    losses.filter(({ message }) => /whole seconds/.test(message)).map(({ key }) => key),
    ['timeout', 'retry_delay'],
  );
});

test('what the defaults, or the variables of the file, say for all tasks is told once, where they say it', () => {
  const text = `env: { BRACES: "{{ x }}" }
defaults: { retries: 1, retry_jitter: 0.5 }
tasks:
  a: { run: echo }
  b: { run: echo, retries: 2 }
`;
  const { losses } = exportTo('argo', exportSource(text));
  const placed = losses
    .filter(({ key }) => key === 'env' || key === 'retry_jitter')
    .map(({ task, key, range }) => [task, key, text.slice(0, range.start).split('\n').length]);
  assert.deepEqual(placed, [
    [undefined, 'env', 1],
    [undefined, 'retry_jitter', 2],
  ]);
  const github = exportTo('github', exportSource(text)).losses.filter(({ key }) => key === 'retries');
  assert.deepEqual(
    github.map(({ task }) => task),
    [undefined, 'b'],
  );
});

test('an Argo workflow counts attempts from one, and every item of a matrix has all of its names', () => {
  const text =
    'tasks:\n  a: { run: "echo ${{ matrix.c }}", retries: 1, matrix: { n: [1], include: [{ n: 2, c: true }] } }\n';
  const { spec } = parse(textOf('argo', text));
  assert.deepEqual(spec.templates[0].dag.tasks[0].withItems, [
    { n: 1, c: '' },
    { n: 2, c: true },
  ]);
  const { env } = spec.templates[1].script;
  assert.equal(
    env.find(({ name }: { name: string }) => name === 'PIPELINE_ATTEMPT').value,
    '{{=string(asInt(retries) + 1)}}',
  );
});

test('a schedule is written as Airflow writes it, and refused where Airflow would not take it', () => {
  const text = (cron: string) => `triggers: [{ cron: "${cron}", timezone: UTC }]\ntasks: { a: { run: echo } }\n`;
  const written = {
    '0 0 * * 5L': '0 0 * * L5',
    '0 0 * * FRI#L': '0 0 * * L5',
    '0 0 * * 7L': '0 0 * * L0',
    '0 0 15W JUL *': '0 0 15W JUL *',
    '0 0 L * ?': '0 0 L * ?',
    '0 0 * * WED#2': '0 0 * * WED#2',
    '@weekly': '@weekly',
  };
  for (const [cron, theirs] of Object.entries(written))
    assert.ok(textOf('airflow', text(cron)).includes(`CronTriggerTimetable("${theirs}"`), cron);
  for (const cron of ['0 0 LW * *', '0 0 * * MON,WED#1', '0 0 31W * *', '0 0 15W * 1', '0 0 13 * FRI#2', '0 0 13 * 5L'])
    assert.match(refusals('airflow', text(cron)).join(), /^triggers: Airflow does not know every sign of/, cron);
});

test('Sunday is 0 for Argo and GitHub, also at the end of a range, and every day stays every day', () => {
  const text = (cron: string) => `triggers: [{ cron: "${cron}", timezone: UTC }]\ntasks: { a: { run: echo } }\n`;
  const written = {
    '0 0 * * 7': '0 0 * * 0',
    '0 0 * * 1,5-7': '0 0 * * 1,5,6,0',
    '0 0 * * FRI-SUN': '0 0 * * 5,6,0',
    '0 0 * * 0-7/2': '0 0 * * 0,2,4,6',
    '0 0 * * SUN': '0 0 * * SUN',
    '0 0 */1 * 1': '0 0 1-31 * 1',
    '0 0 * * 1-5': '0 0 * * 1-5',
  };
  for (const [cron, theirs] of Object.entries(written)) {
    assert.deepEqual(parse(textOf('argo', text(cron))).spec.schedules, [theirs]);
    assert.deepEqual(parse(textOf('github', text(cron))).on.schedule, [{ cron: theirs }]);
  }
});
