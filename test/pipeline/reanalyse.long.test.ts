import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse, reanalyse } from '../../pipeline/analyse.ts';
import { randomFrom } from '../random.ts';
import { anchored, churn, messy, windows } from './fixtures.ts';
import { randomEdit, sameToUsers, visible } from './random-edit.ts';

test('A text that was edited again and again says the same as one that is read for the first time', () => {
  const random = randomFrom(20260101);
  for (const [name, text] of Object.entries({ churn, anchored, messy, windows })) {
    let analysis = analyse(text);
    for (let step = 0; step < 40; step++) {
      const edit = randomEdit(analysis.text, random);
      const before = analysis;
      analysis = reanalyse(analysis, edit);
      const anew = analyse(analysis.text);
      if (!sameToUsers(analysis, anew)) {
        const where = `${name}, step ${step}: ${JSON.stringify({ ...edit, before: before.text.slice(edit.range.start - 60, edit.range.end + 60) })}`;
        assert.deepEqual(visible(analysis), visible(anew), where);
      }
      if (step % 10 === 9) analysis = analyse(text);
    }
  }
});

test('An edit inside a task leaves every other task the very same', () => {
  const before = analyse(churn);
  // What a file means is built when it is asked for.
  const tasks = before.pipeline?.tasks;
  const at = churn.indexOf('validate.py') + 'validate'.length;
  const after = reanalyse(before, { range: { start: at, end: at }, newText: '_all' });
  const again = after.syntax.tasks.map((task, index) => task.block === before.syntax.tasks[index]?.block);
  assert.deepEqual(again, [true, false, true, true, true, true]);
  const built = after.pipeline?.tasks.map((task, index) => task === tasks?.[index]);
  assert.deepEqual(built?.slice(2), [true, true, true, true]);
});

test('An edit of an anchor changes the tasks that use it', () => {
  const before = analyse(anchored);
  const at = anchored.indexOf('retries: &often 3') + 'retries: &often 3'.length;
  const after = reanalyse(before, { range: { start: at - 1, end: at }, newText: '7' });
  assert.deepEqual(
    after.pipeline?.tasks.map(task => task.retries),
    [7, 7, 0],
  );
});

test('An edit of a long file that turns many lines into something else says what a first reading says', () => {
  const tasks = Array.from(
    { length: 60 },
    (_, index) => `  t${index}:\n    needs: [t${index - 1}]\n    run: go ${index}\n`,
  );
  const text = `name: long\ntasks:\n${tasks.join('')}params:\n  x: 1\n`;
  const random = randomFrom(5);
  const added = [
    '"',
    "'",
    '|',
    '\n  |',
    '[',
    '{',
    '\n',
    '#',
    ' ',
    '  ',
    '\ntasks:\n',
    '\nname: other\n',
    '---\n',
    '\r\n',
    '\ufeff',
  ];
  for (let round = 0; round < 12; round++) {
    let analysis = analyse(text);
    for (let step = 0; step < 3; step++) {
      const start = Math.floor(random() * analysis.text.length);
      const isLineStart = random() < 0.4;
      const at = isLineStart ? analysis.text.lastIndexOf('\n', start) + 1 : start;
      const newText = random() < 0.3 ? '' : (added[Math.floor(random() * added.length)] ?? '');
      const end = Math.min(analysis.text.length, at + (newText === '' ? Math.floor(random() * 400) : 0));
      const edit = { range: { start: at, end }, newText };
      analysis = reanalyse(analysis, edit);
      const anew = analyse(analysis.text);
      if (!sameToUsers(analysis, anew)) assert.deepEqual(visible(analysis), visible(anew), JSON.stringify(edit));
    }
  }
});
