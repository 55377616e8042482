import { deepEqual, equal } from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyse } from '../../../pipeline/analyse.ts';
import { checkUses } from '../../../pipeline/uses/check-uses.ts';
import { render } from '../render.ts';
import { filesBeside, rootOf, type Texts } from '../unroll/files.ts';

const load = 'tasks: { load: { run: x } }';

describe('the file behind uses', () => {
  it('must be there', () => {
    deepEqual(problems({ 'a.yaml': 'tasks: { t: { uses: b.yaml } }' }), [
      'tasks: { t: { uses: b.yaml } }',
      '                    ^^^^^^ error unusable-pipeline: b.yaml cannot be read: no such file or directory.',
    ]);
  });

  it('may be used by several tasks and by several files', () => {
    deepEqual(
      problems({
        'a.yaml': 'tasks: { one: { uses: b.yaml }, two: { uses: ./b.yaml }, three: { uses: sub/c.yaml } }',
        'b.yaml': load,
        'sub/c.yaml': 'tasks: { t: { uses: ../b.yaml } }',
      }),
      [],
    );
  });

  it('must have no errors: the first is told with its line', () => {
    deepEqual(
      messages({ 'a.yaml': 'tasks: { t: { uses: b.yaml } }', 'b.yaml': 'tasks:\n  load: { run: x, needs: nobody }\n' }),
      ['b.yaml has an error in line 2: There is no task "nobody".'],
    );
    deepEqual(
      messages({ 'a.yaml': 'tasks: { t: { uses: b.yaml } }', 'b.yaml': 'tasks:\n  a: { run: x, needs: [b, c] }' }),
      ['b.yaml has 2 errors, the first in line 2: There is no task "b".'],
    );
  });

  it('must use nothing that has errors', () => {
    const texts = {
      'a.yaml': 'tasks: { t: { uses: b.yaml } }',
      'b.yaml': 'tasks:\n  u:\n    uses: c.yaml',
      'c.yaml': 'tasks: { load: { run: x, retries: often } }',
    };
    deepEqual(messages(texts), [
      'b.yaml has an error in line 3: c.yaml has an error in line 1: "retries" must be a whole number, not "often".',
    ]);
  });

  it('must be a pipeline', () => {
    for (const text of ['', 'services: { web: { image: nginx } }', '# A page\n\nWith words.\n']) {
      deepEqual(messages({ 'a.yaml': 'tasks: { t: { uses: b.yaml } }', 'b.yaml': text }), [
        'b.yaml is no pipeline: it has no "tasks".',
      ]);
    }
  });
});

describe('files that use one another', () => {
  it('are told with the whole way round, each on its own edge of it', () => {
    const texts = {
      'a.yaml': 'tasks: { t: { uses: b.yaml } }',
      'b.yaml': 'tasks: { t: { uses: sub/c.yaml } }',
      'sub/c.yaml': 'tasks: { t: { uses: ../a.yaml } }',
    };
    deepEqual(messages(texts), [
      'These pipelines use one another, so they would never end: a.yaml → b.yaml → sub/c.yaml → a.yaml.',
    ]);
    deepEqual(messages(texts, 'sub/c.yaml'), [
      'These pipelines use one another, so they would never end: sub/c.yaml → a.yaml → b.yaml → sub/c.yaml.',
    ]);
  });

  it('may be one alone', () => {
    deepEqual(messages({ 'a.yaml': 'tasks: { t: { uses: ./a.yaml } }' }), [
      'a.yaml uses itself, so it would never end.',
    ]);
  });

  it('are no fault of what merely leads there, which is told who they are', () => {
    const texts = {
      'r.yaml': 'tasks: { t: { uses: a.yaml } }',
      'a.yaml': 'tasks: { t: { uses: b.yaml } }',
      'b.yaml': 'tasks: { t: { uses: a.yaml } }',
    };
    deepEqual(messages(texts), [
      'a.yaml has an error in line 1: These pipelines use one another, so they would never end: a.yaml → b.yaml → a.yaml.',
    ]);
  });

  it('are known also under another name', () => {
    const texts = { 'a.yaml': 'tasks: { t: { uses: link.yaml } }' };
    deepEqual(messages(texts, 'a.yaml', { 'link.yaml': 'a.yaml' }), [
      'These pipelines use one another, so they would never end: a.yaml → link.yaml, which is a.yaml.',
    ]);
  });

  it('may do so 20 levels deep', () => {
    const chain = (levels: number) =>
      Object.fromEntries([
        ...Array.from(
          { length: levels },
          (_, level) => [`${level}.yaml`, `tasks: { t: { uses: ${level + 1}.yaml } }`] as const,
        ),
        [`${levels}.yaml`, load] as const,
      ]);
    deepEqual(messages(chain(20), '0.yaml'), []);
    const wrong = ['From here, pipelines use one another more than 20 levels deep, which is not run.'];
    deepEqual(messages(chain(21), '0.yaml'), wrong);
    deepEqual(messages(chain(50), '0.yaml'), wrong);
  });
});

describe('the params of a used pipeline', () => {
  const params = `params:
  region: { type: string, enum: [us, eu] }
  rows: { type: integer, minimum: 1, default: 5 }
  share: 0.5
  deep: false
tasks: { load: { run: "echo \${{ params.region }} \${{ params.rows }} \${{ params.share }} \${{ params.deep }}" } }`;
  const given = (values: string) =>
    problems({ 'a.yaml': `tasks: { t: { uses: b.yaml, with: ${values} } }`, 'b.yaml': params }).slice(1, 2);

  it('are taken as they are given, also as a text that says the same', () => {
    deepEqual(given('{ region: eu, rows: 3, share: "0.1", deep: true }'), []);
    deepEqual(given('{ region: "${{ run.id }}", rows: "${{ run.id }}" }'), []);
  });

  it('must be there', () => {
    equal(
      given('{ regoin: eu, region: us }')[0]?.trim(),
      '^^^^^^ error unknown-reference: b.yaml has no param regoin. Did you mean "region"?',
    );
    equal(
      given('{ region: us, x: 1 }')[0]?.trim(),
      '^ error unknown-reference: b.yaml has no param x. It has: region, rows, share, deep.',
    );
  });

  it('must be given when they have no default', () => {
    equal(
      given('{ rows: 3 }')[0]?.trim(),
      '^^^^ error invalid-value: b.yaml needs the param "region": write with: { region: us }.',
    );
    deepEqual(
      messages({
        'a.yaml': 'tasks: { t: { uses: b.yaml } }',
        'b.yaml': 'params: { a: , b: { type: number } }\ntasks: { l: { run: "${{ params.a }}${{ params.b }}" } }',
      }),
      ['b.yaml needs the params "a", "b": write with: { a: <string>, b: <number> }.'],
    );
  });

  it('are given by a fix, with values to type over', () => {
    const texts = {
      'b.yaml':
        'params: { a: , b: { type: number, minimum: 2 }, c: { enum: [us, eu] }, d: x }\ntasks: { l: { run: x } }',
    };
    const mended = (text: string) => {
      const [found] = checkUses(analyse(text), '/data/a.yaml', filesBeside({ 'a.yaml': text, ...texts }, {}));
      const [edit] = found?.fixes[0]?.edits ?? [];
      const after = edit ? text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end) : text;
      deepEqual(checkUses(analyse(after), '/data/a.yaml', filesBeside({ 'a.yaml': after, ...texts }, {})), []);
      return after;
    };
    const all = 'with: { a: "", b: 2, c: "us" }';
    equal(mended('tasks: { t: { uses: b.yaml } }'), `tasks: { t: { uses: b.yaml, ${all} } }`);
    equal(
      mended('tasks:\n  t:\n    uses: b.yaml # all\n    if: true\n'),
      `tasks:\n  t:\n    uses: b.yaml\n    ${all} # all\n    if: true\n`,
    );
    equal(
      mended('tasks:\n  t:\n    uses: b.yaml\n    with:\n      d: y\n    if: true\n'),
      'tasks:\n  t:\n    uses: b.yaml\n    with:\n      d: y\n      a: ""\n      b: 2\n      c: "us"\n    if: true\n',
    );
    equal(
      mended('tasks:\n  t: { uses: b.yaml, with: { a: y } }\n'),
      'tasks:\n  t: { uses: b.yaml, with: { a: y, b: 2, c: "us" } }\n',
    );
  });

  it('must be of their type, among the allowed values and within their bounds', () => {
    equal(
      given('{ region: asia }')[0]?.trim(),
      '^^^^ error invalid-value: The param region must be one of us, eu, not asia.',
    );
    equal(
      given('{ region: eu, rows: 1.5 }')[0]?.trim(),
      '^^^ error invalid-value: The param rows must be a whole number, not 1.5.',
    );
    equal(
      given('{ region: eu, rows: 0 }')[0]?.trim(),
      '^ error invalid-value: The param rows must be at least 1, not 0.',
    );
    equal(
      given('{ region: eu, deep: yes }')[0]?.trim(),
      '^^^ error invalid-value: The param deep must be true or false, not yes.',
    );
    equal(given('{ region: eu, rows: }')[0]?.trim(), '^^^^ error invalid-value: The param rows has no value.');
  });

  it('keep the letters of a text', () => {
    const texts = {
      'a.yaml': 'tasks: { t: { uses: b.yaml, with: { version: 3.10 } } }',
      'b.yaml': 'params: { version: { type: string } }\ntasks: { l: { run: "${{ params.version }}" } }',
    };
    deepEqual(messages(texts), [
      'Without quotes 3.10 is the number 3.1, and the param version is a text: put it in quotes.',
    ]);
    deepEqual(messages({ ...texts, 'a.yaml': texts['a.yaml'].replace('3.10', '"3.10"') }), []);
    deepEqual(messages({ ...texts, 'a.yaml': texts['a.yaml'].replace('3.10', '3.11') }), []);
  });
});

describe('the outputs of a used pipeline', () => {
  const used = 'tasks: { l: { run: x, outputs: { rows: integer } } }\noutputs: { rows: "${{ tasks.l.outputs.rows }}" }';

  it('are those of its top level', () => {
    deepEqual(
      problems({
        'a.yaml': `tasks:
  t: { uses: b.yaml }
  u: { run: "\${{ tasks.t.outputs.rows }} \${{ tasks.t.outputs.row }}", needs: t }
outputs:
  all: \${{ tasks.t.outputs.none }}`,
        'b.yaml': used,
      }),
      [
        '  u: { run: "${{ tasks.t.outputs.rows }} ${{ tasks.t.outputs.row }}", needs: t }',
        `${' '.repeat(61)}^^^ error undeclared-output: The pipeline that "t" uses gives no output "row". Did you mean "rows"?`,
        '  all: ${{ tasks.t.outputs.none }}',
        `${' '.repeat(27)}^^^^ error undeclared-output: The pipeline that "t" uses gives no output "none". It gives "rows".`,
      ],
    );
  });

  it('are known also in a file with anchors', () => {
    const text = 'x: &x { uses: b.yaml }\ntasks:\n  t: *x\n  u: { run: "${{ tasks.t.outputs.n }}", needs: t }';
    deepEqual(messages({ 'a.yaml': text, 'b.yaml': load }), [
      'The pipeline that "t" uses gives no output "n". It gives none: add "outputs" at its top level.',
    ]);
  });
});

function problems(texts: Texts, file = Object.keys(texts)[0] ?? '', links = {}): readonly string[] {
  const text = texts[file] ?? '';
  const rendered = render(text, checkUses(analyse(text), `/data/${file}`, filesBeside(texts, links)));
  return rendered === '' ? [] : rendered.split('\n');
}

function messages(texts: Texts, file = rootOf(texts).slice('/data/'.length), links = {}): readonly string[] {
  return checkUses(analyse(texts[file] ?? ''), `/data/${file}`, filesBeside(texts, links)).map(
    ({ message }) => message,
  );
}
