import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Completion } from '../../language-server/completion/completion.ts';
import { completionsAt } from '../../language-server/completion/completions-at.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { cursor } from './cursor.ts';

const threeTasks = 'tasks:\n  load:\n    run: a\n  check:\n    needs: [load]\n    run: b\n  report:\n    run: c\n';

describe('keys', () => {
  test('at the top, the keys of a file that are not there yet', () => {
    const labels = labelsAt('name: x\n|\ntasks: {}\n');
    assert.ok(labels.includes('params') && labels.includes('max_parallel'));
    assert.ok(!labels.includes('name') && !labels.includes('tasks'));
  });

  test('in an empty line of a task, the keys of a task that it does not have yet', () => {
    const labels = labelsAt('tasks:\n  a:\n    run: x\n    |\n');
    assert.ok(labels.includes('needs') && labels.includes('retries') && labels.includes('trigger_rule'));
    assert.ok(!labels.includes('run') && !labels.includes('max_parallel'));
  });

  test('in a half-typed line of an otherwise broken file', () => {
    assert.equal(accepted('a: [\n}\ntasks:\n  b:\n    ne|\n', 'needs'), 'a: [\n}\ntasks:\n  b:\n    needs: [|]\n');
  });

  test('a key comes with what its value begins with', () => {
    const at = (key: string) => accepted('tasks:\n  a:\n    |\n', key).replace('tasks:\n  a:\n    ', '').trimEnd();
    assert.equal(at('run'), 'run: |');
    assert.equal(at('needs'), 'needs: [|]');
    assert.equal(at('env'), 'env:\n  |');
    assert.equal(at('trigger_rule'), 'trigger_rule: |');
  });

  test('in braces, what its value begins with stands in braces too', () => {
    assert.equal(accepted('tasks:\n  a: { run: x, e| }\n', 'env'), 'tasks:\n  a: { run: x, env: { | } }\n');
  });

  test('a key whose colon is there already is replaced as a whole', () => {
    assert.equal(accepted('tasks:\n  a:\n    ret|y: 3\n', 'retries'), 'tasks:\n  a:\n    retries|: 3\n');
  });

  test('behind the dash of a list of maps, and only those of the same kind of trigger', () => {
    assert.ok(labelsAt('triggers:\n  - |\n').includes('cron'));
    const labels = labelsAt('triggers:\n  - cron: "0 2 * * *"\n    |\n');
    assert.ok(labels.includes('overlap') && !labels.includes('debounce') && !labels.includes('cron'));
  });

  test('every key tells what it means', () => {
    const all = [...completionsIn('|'), ...completionsIn('tasks:\n  a:\n    |')];
    assert.deepEqual(
      all.filter(({ kind, doc }) => kind === 'key' && !doc),
      [],
    );
  });

  test('below `tasks`, a new task whose name is selected', () => {
    assert.equal(accepted('tasks:\n  |\n', 'new task'), 'tasks:\n  ‹my_task›:\n  run: \n');
  });

  test('none in a script, in a comment, and when a space was typed at the margin', () => {
    assert.deepEqual(labelsAt('tasks:\n  a:\n    run: >\n      ne|\n'), []);
    assert.deepEqual(labelsAt('tasks:\n  a:\n    # ne|\n'), []);
    assert.deepEqual(labelsAt('tasks:\n  a:\n    run: needs |\n'), []);
    const { text, offset } = cursor('tasks:\n  a:\n    |\n');
    assert.deepEqual(completionsAt(analyse(text), offset, ' '), []);
  });
});

describe('task names in needs', () => {
  test('in brackets: neither the task itself, nor one that is listed; what waits for it comes last, and says why', () => {
    assert.deepEqual(labelsAt(`${threeTasks}  last:\n    needs: [check, |]\n    run: d\n`), ['load', 'report']);
    const found = completionsIn(
      'tasks:\n  a:\n    needs: [|]\n  b:\n    needs: [a]\n  c:\n    needs: b\n  d:\n    run: x\n',
    );
    assert.deepEqual(
      found.map(({ label, detail }) => [label, detail]),
      [
        ['d', undefined],
        ['b', 'would close a cycle'],
        ['c', 'would close a cycle'],
      ],
    );
  });

  test('in brackets that are not closed yet', () => {
    assert.equal(
      accepted(`${threeTasks}  last:\n    needs: [lo|\n    run: d\n`, 'load'),
      `${threeTasks}  last:\n    needs: [load|\n    run: d\n`,
    );
  });

  test('behind a dash, and without the dash, which is then written', () => {
    const last = `${threeTasks}  last:\n    needs:\n      `;
    assert.equal(accepted(`${last}- load\n      - ch|\n`, 'check'), `${last}- load\n      - check|\n`);
    assert.deepEqual(labelsAt(`${last}- load\n      - |\n`), ['check', 'report']);
    assert.equal(accepted(`${last}|\n`, 'check'), `${last}- check|\n`);
  });

  test('as the only need, without brackets', () => {
    assert.deepEqual(labelsAt(`${threeTasks}  last:\n    needs: |\n`), ['load', 'check', 'report']);
  });

  test('a name that YAML would read as a number comes in quotes', () => {
    assert.equal(
      accepted('tasks:\n  "1":\n    run: x\n  b:\n    needs: [|]\n', '1'),
      'tasks:\n  "1":\n    run: x\n  b:\n    needs: ["1"|]\n',
    );
  });
});

describe('values', () => {
  test('the words of an enum with what they mean, true and false, durations, pools', () => {
    const task = (line: string) => `pools: { db: 2 }\ntasks:\n  a:\n    run: x\n    ${line}\n`;
    const rules = completionsIn(task('trigger_rule: |'));
    assert.equal(rules.length, 10);
    assert.ok(rules.every(({ doc }) => doc));
    assert.ok(labelsAt(task('shell: |')).includes('python'));
    assert.deepEqual(labelsAt(task('cache: |')), ['true', 'false']);
    assert.ok(labelsAt(task('timeout: |')).includes('15m'));
    assert.deepEqual(labelsAt(task('pool: |')), ['db']);
    assert.ok(labelsAt(task('outputs: { rows: | }')).includes('integer'));
    assert.deepEqual(labelsAt('params:\n  p:\n    type: |\n'), ['string', 'number', 'integer', 'boolean']);
    assert.ok(labelsAt('triggers:\n  - timezone: |\n').includes('Europe/Berlin'));
  });

  test('what is typed of a word is replaced', () => {
    assert.equal(
      accepted('tasks:\n  a:\n    trigger_rule: one_|fail\n', 'one_failed'),
      'tasks:\n  a:\n    trigger_rule: one_failed|\n',
    );
  });
});

describe('expressions', () => {
  const file = [
    'params:\n  region: { type: string, default: eu }\n  limit: 3',
    'env: { TOP: "1" }',
    'tasks:\n  load:\n    outputs: { rows: integer, raw: { path: a.csv } }\n    run: x',
    '  check:\n    needs: [load]\n    run: y',
    '  other:\n    run: z',
    '  last:\n    needs: check\n    env: { OWN: "2" }\n    ',
  ].join('\n');

  test('contexts and functions where an expression begins', () => {
    for (const line of ['run: a ${{ |', 'run: a ${{|}}', 'if: |', 'if: 1 == |', 'run: >\n      x ${{ contains(|']) {
      const labels = labelsAt(`${file}${line}`);
      assert.ok(labels.includes('params') && labels.includes('tasks') && labels.includes('contains'), line);
      assert.ok(!labels.includes('matrix'), line);
    }
  });

  test('the item of `foreach` and the axes of a matrix, where the task has them', () => {
    assert.ok(labelsAt(`${file}foreach: '[1]'\n    as: file\n    run: \${{ |`).includes('file'));
    assert.deepEqual(labelsAt(`${file}matrix: { model: [a], fold: [1] }\n    run: \${{ matrix.|`), ['model', 'fold']);
  });

  test('behind a dot, what can be reached: params, variables, tasks upstream, outputs', () => {
    assert.deepEqual(labelsAt(`${file}run: \${{ params.|`), ['region', 'limit']);
    assert.deepEqual(labelsAt(`${file}run: \${{ params.re| }}`), ['region', 'limit']);
    assert.deepEqual(labelsAt(`${file}run: \${{ env.|`), ['TOP', 'OWN']);
    assert.deepEqual(labelsAt(`${file}run: \${{ run.|`), ['id', 'date']);
    assert.deepEqual(labelsAt(`${file}if: tasks.|`).toSorted(), ['check', 'load']);
    assert.deepEqual(labelsAt(`${file}if: tasks.load.|`), ['outputs', 'status']);
    assert.deepEqual(labelsAt(`${file}if: params.limit > 2 && tasks.load.outputs.r|`), ['rows', 'raw']);
    assert.deepEqual(labelsAt(`${file}if: tasks['load'].outputs['|`), ['rows', 'raw']);
  });

  test('the word that is typed is replaced, brackets are closed, a function gets its parentheses', () => {
    const taken = (line: string, label: string) => accepted(`${file}${line}`, label).slice(file.length);
    assert.equal(taken('run: ${{ params.re|gi }}', 'region'), 'run: ${{ params.region| }}');
    assert.equal(taken("if: tasks['lo|", 'load'), "if: tasks['load']|");
    assert.equal(taken("if: tasks['|']", 'load'), "if: tasks['load|']");
    assert.equal(taken('if: cont|', 'contains'), 'if: contains(|)');
    assert.equal(taken('if: pa|', 'params'), 'if: params.|');
  });

  test('a name that cannot stand behind a dot comes in brackets', () => {
    const start = 'params: { "a b": 1 }\ntasks:\n  a:\n    run: ${{ params';
    assert.equal(accepted(`${start}.|`, 'a b'), `${start}['a b']|`);
  });

  test('none in a text in quotes, behind the end of an expression, and behind a finished value', () => {
    assert.deepEqual(labelsAt(`${file}if: params.region == 'e|`), []);
    assert.deepEqual(labelsAt(`${file}run: \${{ params.region }} |`), []);
    assert.deepEqual(labelsAt(`${file}if: params.limit |`), []);
    assert.deepEqual(labelsAt(`${file}run: \${{ params.nothing.|`), []);
  });

  test('in the expressions of the top level too', () => {
    assert.deepEqual(labelsAt('params: { region: eu }\nenv:\n  R: ${{ params.| }}\n'), ['region']);
  });
});

test('no text, however broken, and no offset in it makes completion fail', () => {
  const text = `params: { a: 1 }\n${threeTasks}  x: { needs: [load, "re], if: tasks.load['\n    run: \${{ a.b['\n  - a\n\t- b`;
  for (let cut = 0; cut <= text.length; cut++) {
    completionsAt(analyse(text), cut);
    completionsAt(analyse(text.slice(cut)), Math.min(5, text.length - cut));
  }
});

function completionsIn(source: string): readonly Completion[] {
  const { text, offset } = cursor(source);
  return completionsAt(analyse(text), offset);
}

function labelsAt(source: string): string[] {
  return completionsIn(source).map(({ label }) => label);
}

/** The text after a proposal is taken, with the cursor; ‹ › where something is selected. */
function accepted(source: string, label: string): string {
  const { text } = cursor(source);
  const found = completionsIn(source).find(completion => completion.label === label);
  assert.ok(found, `"${label}" is not proposed, but: ${labelsAt(source).join(', ')}`);
  const { insert, range, select = { start: insert.length, end: insert.length } } = found;
  const selected = insert.slice(select.start, select.end);
  const written = insert.slice(0, select.start) + (selected ? `‹${selected}›` : '|') + insert.slice(select.end);
  return text.slice(0, range.start) + written + text.slice(range.end);
}

describe('triggers', () => {
  test('where a new one may begin, a piece for each kind is offered', () => {
    const kinds = ['new cron trigger', 'new files trigger', 'new pipeline trigger'];
    for (const marked of ['triggers:\n  - |\n', 'triggers:\n  |\n', 'triggers: [{ | }]\n']) {
      assert.deepEqual(
        labelsAt(marked).filter(label => label.startsWith('new ')),
        kinds,
        marked,
      );
    }
    assert.deepEqual(
      labelsAt('triggers:\n  - cron: "0 2 * * *"\n    |\n').filter(label => label.startsWith('new ')),
      [],
    );
  });

  test('what is to be changed of it is selected', () => {
    const selected = (label: string) => {
      const { text, offset } = cursor('triggers:\n  |\n');
      const found = completionsAt(analyse(text), offset).find(completion => completion.label === label);
      return [found?.insert, found?.insert.slice(found.select?.start, found.select?.end)];
    };
    assert.deepEqual(selected('new cron trigger'), ['- cron: "0 2 * * *"', '0 2 * * *']);
    assert.deepEqual(selected('new files trigger'), ['- files: ["data/incoming/*.csv"]', 'data/incoming/*.csv']);
  });
});
