import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsAt, actionsFor, sourceActions } from '../../language-server/actions/actions-at.ts';
import { edited } from '../../language-server/actions/fix-all.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { cursor } from './cursor.ts';

/** The text after the action at the cursor whose title fits. */
function after(marked: string, title: RegExp): string {
  const { text, offset } = cursor(marked);
  const analysis = analyse(text);
  const touched = analysis.problems.filter(({ range, related }) =>
    [range, ...related.map(place => place.range)].some(place => place.start <= offset && offset <= place.end),
  );
  const actions = [
    ...touched.flatMap(problem => actionsFor(analysis, problem, offset)),
    ...actionsAt(analysis, analysis.problems, { start: offset, end: offset }),
  ];
  const found = actions.filter(action => title.test(action.title));
  assert.equal(found.length, 1, `${title} in: ${actions.map(action => action.title).join('; ')}`);
  return edited(text, found[0]?.edits ?? []);
}

test('a task that is missing is created below the others', () => {
  const text = after(
    'tasks:\n  a:\n    needs: [extr|act]\n    run: x\nparams: { a: 1 }\n',
    /^Create the task "extract"$/,
  );
  assert.match(text, /run: x\n {2}extract:\n {4}run: echo extract\nparams/);
  assert.deepEqual(
    analyse(text).problems.map(({ code }) => code),
    ['unused-param'],
  );
});

test('a need that means nothing goes, with its key when it was the only one', () => {
  assert.equal(after('tasks:\n  a:\n    needs: [zzz|z]\n    run: x\n', /does not need/), 'tasks:\n  a:\n    run: x\n');
  assert.equal(after('tasks:\n  a: { needs: [zzz|z], run: x }\n', /does not need/), 'tasks:\n  a: { run: x }\n');
  assert.equal(after('tasks:\n  a: { run: x, needs: zzz|z }\n', /does not need/), 'tasks:\n  a: { run: x }\n');
  const listed = 'tasks:\n  b: { run: x }\n  a:\n    needs:\n      - b\n      - zzz|z\n    run: x\n';
  assert.equal(after(listed, /does not need/), 'tasks:\n  b: { run: x }\n  a:\n    needs:\n      - b\n    run: x\n');
});

test('a cycle can be broken at each of its hops', () => {
  const text = 'tasks:\n  a: { run: x, needs: [b] }\n  b: { run: x, needs: [c] }\n  c: { run: x, needs: [a] }\n';
  for (const hop of ['[b]', '[c]', '[a]']) {
    const broken = after(text.replace(hop, `${hop.slice(0, 2)}|]`), /^Break the cycle here/);
    assert.deepEqual(analyse(broken).problems, [], broken);
    assert.ok(!broken.includes(hop));
  }
});

test('what tasks repeat moves to defaults, and no task comes to mean something else', () => {
  const text = 'tasks:\n  a:\n    run: x\n    retri|es: 2\n  b: { retries: 2, run: x }\n  c: { run: x, retries: 5 }\n';
  const moved = after(text, /^Move "retries: 2" of 2 tasks/);
  assert.equal(
    moved,
    'defaults: { retries: 2 }\ntasks:\n  a:\n    run: x\n  b: { run: x }\n  c: { run: x, retries: 5 }\n',
  );
  assert.deepEqual(analyse(moved).pipeline?.tasks, analyse(cursor(text).text).pipeline?.tasks);
  assert.throws(() => after(text.replace(', retries: 5', ''), /^Move/));
  const known = `defaults: { timeout: 1h }\n${text}`;
  assert.match(after(known, /^Move/), /^defaults: \{ retries: 2, timeout: 1h \}/);
});

test('tasks are sorted below what they need, with the comments above them', () => {
  const text =
    'tas|ks:\n  # Last.\n  c:\n    needs: [b]\n    run: x\n\n  b: { run: x, needs: a }\n  # First.\n  a: { run: x }\n  d: { run: x }';
  assert.equal(
    after(text, /^Sort the tasks/),
    'tasks:\n  # First.\n  a: { run: x }\n  b: { run: x, needs: a }\n  # Last.\n  c:\n    needs: [b]\n    run: x\n\n  d: { run: x }',
  );
  assert.throws(() => after('tas|ks:\n  a: { run: x }\n  b: { run: x, needs: a }\n', /^Sort/));
});

test('a problem is silenced by a comment, and one without which the file means nothing is not', () => {
  const text = 'tasks:\n  a:\n    run: x\n    fo|o: 1\n';
  assert.match(after(text, /^Ignore unknown-key here$/), /\n {4}# dagwright-ignore unknown-key\n {4}foo: 1\n/);
  assert.throws(() => after('tasks:\n  a: { run: x, needs: [b|] }\n', /^Ignore/));
});

test('all of a kind, and all of the file, are mended at once', () => {
  const text = 'tasks:\n  a: { run: x, timeout: 9|0 }\n  b: { run: x, timeout: 30, retrys: 2 }\n';
  assert.equal(
    after(text, /^Fix all 2 of invalid-duration$/),
    'tasks:\n  a: { run: x, timeout: 90s }\n  b: { run: x, timeout: 30s, retrys: 2 }\n',
  );
  const plain = cursor(text).text;
  const all = sourceActions(analyse(plain).problems)[0]?.edits ?? [];
  assert.deepEqual(analyse(edited(plain, all)).problems, []);
});

function converted(pasted: string): string {
  const text = `tasks:\n  first: { run: x }\n${pasted}`;
  const range = { start: text.indexOf(pasted), end: text.length };
  const analysis = analyse(text);
  const action = actionsAt(analysis, analysis.problems, range).find(({ title }) => title.startsWith('Make tasks'));
  return edited(text, action?.edits ?? [])
    .split('\n')
    .slice(2)
    .join('\n');
}

test('a pasted job of a GitHub workflow becomes a task', () => {
  const job = `  build:
    runs-on: ubuntu-latest
    needs: first
    timeout-minutes: 10
    strategy: { matrix: { py: ["3.12", "3.13"] } }
    steps:
      - uses: actions/checkout@v4
      - name: Test
        run: |
          pip install .
          pytest`;
  assert.equal(
    converted(job),
    `  # From a GitHub workflow, converted as well as could be: look it over.
  build:
    needs: [first]
    matrix: { py: ["3.12", "3.13"] }
    shell: "bash -e {0}"
    timeout: 10m
    run: |
      # was: uses actions/checkout@v4
      # Test
      pip install .
      pytest`,
  );
});

test('what was pasted is converted at its "steps" or its "cmd", too, without selecting it', () => {
  const titles = (marked: string) => {
    const { text, offset } = cursor(marked, '¦');
    const analysis = analyse(text);
    return actionsAt(analysis, analysis.problems, { start: offset, end: offset }).map(({ title }) => title);
  };
  assert.deepEqual(titles('tasks:\n  a:\n    runs-on: x\n    ste¦ps:\n      - run: y\n'), [
    'Make tasks of a GitHub workflow',
  ]);
  assert.deepEqual(titles('tasks:\n  a:\n    c¦md: x\n    outs: [y.csv]\n'), ['Make tasks of a dvc.yaml']);
  assert.deepEqual(titles('tasks:\n  a:\n    ¦cmd: x\n'), []);
});

test('pasted stages of DVC and rules of make become tasks that need each other', () => {
  const stages =
    'stages:\n  prep:\n    cmd: python prep.py\n    deps: [raw.csv]\n    outs: [clean.csv]\n  train:\n    cmd: python train.py\n    deps: [clean.csv]\n    outs:\n      - model.pkl:\n          cache: true\n';
  assert.match(
    converted(stages),
    /prep:\n {4}run: python prep.py\n {4}inputs: \["raw.csv"\]\n {4}outputs: \{ clean: \{ path: "clean.csv" \} \}/,
  );
  assert.match(converted(stages), /train:\n {4}needs: \[prep\]\n/);
  assert.match(
    converted('all: prep\n\tmake report\nprep: raw.csv\n\t@python prep.py\n'),
    /all:\n {4}needs: \[prep\]\n {4}run: make report\n {2}prep:\n {4}run: python prep.py\n {4}inputs: \["raw.csv"\]/,
  );
});

test('commands as one types them become the script of one task; words of a pipeline do not', () => {
  assert.equal(
    converted('$ pip install -r requirements.txt\n$ python train.py --lr 0.1\n\n# then\ncurl https://x.org/hook\n'),
    `  # From commands, converted as well as could be: look it over.
  pip:
    run: |
      pip install -r requirements.txt
      python train.py --lr 0.1

      # then
      curl https://x.org/hook
`,
  );
  assert.match(converted('./first.sh\nmake all\n'), /\n {2}first_2:\n/);
  for (const text of [
    '  b: { run: y }\n',
    '  b:\n    run: y\n    needs: first\n',
    '    - a\n    - b c\n',
    'one\ntwo\n',
  ])
    assert.equal(converted(text), text.replace(/^/, ''));
});

test('a setting is moved out of lines that end as those of Windows, with the comment behind it', () => {
  const text = 'tasks:\r\n  a:\r\n    run: x\r\n    retries: 3 # why\r\n  b:\r\n    run: y\r\n    retries: 3\r\n';
  const analysis = analyse(text);
  const action = actionsAt(analysis, [], { start: text.indexOf('retries'), end: text.indexOf('retries') }).find(
    ({ kind }) => kind === 'refactor.extract',
  );
  assert.equal(
    edited(text, action?.edits ?? []),
    'defaults: { retries: 3 }\r\ntasks:\r\n  a:\r\n    run: x\r\n  b:\r\n    run: y\r\n',
  );
});
