import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoverAt } from '../../language-server/hover/hover-at.ts';
import { producersAt } from '../../language-server/produced-files.ts';
import { argumentsOf, signatureAt } from '../../language-server/signature.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { cursor } from './cursor.ts';

const now = new Date('2026-11-20T12:00:00Z');

function hovered(marked: string): string | undefined {
  const { text, offset } = cursor(marked);
  return hoverAt(analyse(text), offset, now)?.markdown;
}

test('a schedule is told in words, with its next five times in its own time zone', () => {
  assert.equal(
    hovered('triggers:\n  - { cron: "30 2 |* * 1-5", timezone: America/New_York }\ntasks: { a: { run: x } }\n'),
    [
      '`30 2 * * 1-5`: at 02:30, Monday through Friday (America/New_York)',
      'Next:',
      '- Mon 2026-11-23 02:30\n- Tue 2026-11-24 02:30\n- Wed 2026-11-25 02:30\n- Thu 2026-11-26 02:30\n- Fri 2026-11-27 02:30',
    ].join('\n\n'),
  );
  assert.match(
    hovered('triggers:\n  - cron: "0 0 30 2| *"\n    timezone: UTC\ntasks: { a: { run: x } }\n') ?? '',
    /It never fires\.$/,
  );
  assert.equal(hovered('triggers:\n  - cron: "0 99 |* * *"\n'), undefined);
});

test('an expression tells what it gives, and its value where the defaults of the params decide', () => {
  const file = (run: string) =>
    `params: { limit: 0.9, region: { enum: [eu, us], default: eu } }\ntasks:\n  a: { run: x, outputs: { n: integer } }\n  b:\n    needs: [a]\n    run: echo ${run}\n`;
  assert.equal(
    hovered(file("${{ params.limit >| 0.5 && params.region == 'eu' }}")),
    "`params.limit > 0.5 && params.region == 'eu'`\n\nGives: boolean\n\nWith the defaults of the params: `true`",
  );
  assert.equal(hovered(file('$|{{ tasks.a.outputs.n }}')), '`tasks.a.outputs.n`\n\nGives: number');
  assert.equal(
    hovered(file('${{ params.region }|}')),
    '`params.region`\n\nGives: string: "eu" or "us"\n\nWith the defaults of the params: `"eu"`',
  );
  assert.equal(hovered(file('$|{{ fromJSON(run.id) }}')), '`fromJSON(run.id)`\n\nGives: known only while it runs');
});

test('the function that is being called shows its arguments, and which one is being typed', () => {
  const at = (typed: string) => {
    const { text, offset } = cursor(`tasks:\n  a:\n    if: ${typed}`);
    const found = signatureAt(analyse(text), offset);
    return found && `${found.called.name} ${found.argument}`;
  };
  assert.equal(at('contains(|'), 'contains 0');
  assert.equal(at("contains('a,(', |"), 'contains 1');
  assert.equal(at("contains(format('{0}', x), fromJSON(|"), 'fromJSON 0');
  assert.equal(at("contains(format('{0}', x), |"), 'contains 1');
  assert.equal(at("contains('a', 'b') && |"), undefined);
  assert.equal(at('unknown(|'), undefined);
  const { text, offset } = cursor("tasks:\n  a:\n    if: format('{0}|");
  const format = signatureAt(analyse(text), offset);
  assert.deepEqual(format && argumentsOf(format.called), ["'Hello {0}'", 'value', '…']);
});

test('from a file that is read, one gets to where it is written', () => {
  const { text, offset } = cursor(`tasks:
  load: { run: x, outputs: { raw: { path: data/raw.csv }, all: { path: data } } }
  train: { run: x, needs: [load], inputs: ["data/|*.csv"] }
`);
  const places = producersAt(analyse(text), offset).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(places, ['data/raw.csv', 'data']);
  const inFolder = cursor(text.replace('"data/*.csv"', 'data/x/|y.csv'));
  assert.deepEqual(
    producersAt(analyse(inFolder.text), inFolder.offset).map(({ start, end }) => inFolder.text.slice(start, end)),
    ['data'],
  );
});
