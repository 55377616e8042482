import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoverAt } from '../../language-server/hover/hover-at.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { cursor } from './cursor.ts';

test('a key tells what it means, its type, its default and an example', () => {
  assert.equal(
    hovered('tasks:\n  a:\n    retr|ies: 3\n'),
    [
      '[retries] How many times the task is run again after a failure: 2 means at most 3 attempts.',
      'Type: whole number · default: `0`',
      '```yaml\nretries: 3\n```',
    ].join('\n\n'),
  );
});

test('keys are known at every level, in braces and behind dashes', () => {
  assert.match(hovered('par|ams: {}'), /^\[params\] What may be chosen/);
  assert.match(hovered('params:\n  p: { mini|mum: 1 }'), /^\[minimum\] The smallest/);
  assert.match(hovered('triggers:\n  - cron: x\n    over|lap: skip'), /^\[overlap\] What happens/);
  assert.match(hovered('tasks:\n  a:\n    outputs: { w: { pa|th: x } }'), /^\[path\] The file or folder/);
  assert.match(hovered('tas|ks:\n  a:\n    run: x\n'), /^\[tasks\] The tasks, by name/);
});

test('a word of an enum tells what it means', () => {
  assert.equal(
    hovered('tasks:\n  a:\n    trigger_rule: one_f|ailed\n'),
    '[one_failed] `one_failed`: Starts as soon as one of its needs has failed, without waiting for the others.',
  );
});

test('a task tells its description, what it waits for and what waits for it, wherever its name stands', () => {
  const load = '[load] **load** (task)\n\nGets it.\n\nWaits for nothing.\n\n`a`, `b` wait for it.\n\nLevel 1 of 2.';
  const at = (declared: string, need: string, used: string) =>
    `tasks:\n  ${declared}:\n    description: Gets it.\n    run: x\n  a:\n    needs: ${need}\n    if: tasks.${used}.status == 'success'\n  b:\n    needs: [load]\n`;
  assert.equal(hovered(at('lo|ad', 'load', 'load')), load);
  assert.equal(hovered(at('load', 'lo|ad', 'load')), load);
  assert.equal(hovered(at('load', 'load', '|load')), load);
  assert.equal(
    hovered('tasks:\n  a:\n    run: x\n  |b:\n    needs: [a]\n'),
    '[b] **b** (task)\n\nWaits for `a`.\n\nNothing waits for it.\n\nLevel 2 of 2.',
  );
});

test('names in expressions tell what they are', () => {
  const at = (expression: string) =>
    hovered(
      `params: { limit: { type: number, default: 3, description: The most. } }\nenv: { A: b }\ntasks:\n  load:\n    outputs: { rows: integer }\n    run: x\n  use:\n    needs: load\n    run: \${{ ${expression} }}\n`,
    );
  assert.equal(at('params.li|mit'), '[limit] **limit** (param)\n\nnumber, default 3\n\nThe most.');
  assert.equal(at('tasks.load.outputs.ro|ws'), '[rows] **rows** (output of load)\n\ninteger');
  assert.equal(at('env.|A'), '[A] **A** (environment variable)\n\n`b`');
  assert.match(at('par|ams.limit'), /^\[params\] The run parameters/);
  assert.match(at('tasks.load.sta|tus'), /^\[status\] How the task ended/);
  assert.match(at('run.da|te'), /^\[date\] The time/);
  assert.match(at("con|tains('ab', 'a')"), /^\[contains\] `contains\(search, item\)`/);
});

test('a duration is told in other units, where they are handy', () => {
  const at = (duration: string) => hovered(`tasks:\n  a: { timeout: ${duration} }\n`);
  assert.equal(at('9|0m'), '[90m] `90m`: 1h 30m · 1.5 hours · 90 minutes · 5,400 seconds');
  assert.equal(at('1500m|s'), '[1500ms] `1500ms`: 1.5s · 1.5 seconds · 1,500 milliseconds');
  assert.equal(at('"1|d"'), '["1d"] `1d`: 1 day · 24 hours · 1,440 minutes · 86,400 seconds');
  assert.equal(at('|0s'), '[0s] `0s`: 0ms · 0 seconds');
  assert.equal(at('9|0'), 'nothing');
  assert.equal(hovered('defaults: { retry_delay: 36|h }\n').includes('1.5 days · 36 hours'), true);
  assert.match(hovered('triggers:\n  - files: x\n    debounce: 5|s\n'), /5 seconds/);
});

test('nothing is told of what is not known', () => {
  assert.equal(hovered('tasks:\n  a:\n    run: echo nee|ds\n'), 'nothing');
  assert.equal(hovered('tasks:\n  a:\n    whatever|: x\n'), 'nothing');
  assert.equal(hovered('|'), 'nothing');
});

function hovered(source: string): string {
  const { text, offset } = cursor(source);
  const hover = hoverAt(analyse(text), offset, new Date(0));
  return hover ? `[${text.slice(hover.range.start, hover.range.end)}] ${hover.markdown}` : 'nothing';
}
