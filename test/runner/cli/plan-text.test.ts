import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../runner/cli/plan/plan-text.ts';
import { symbolsFor } from '../../../runner/cli/symbols.ts';
import type { Forecast, Will } from '../../../runner/forecast/forecast.ts';
import { makeTask } from '../make-pipeline.ts';

const style = { paint: (_: unknown, text: string) => text, symbols: symbolsFor({}, 'linux'), isEach: false };

test('the totals stand in one order, and a group counts only when its list is not known', () => {
  const text = shown([
    told('a', 'depends', 'if: x'),
    told('m', 'open'),
    { ...told('m[i=1]', 'run'), task: makeTask('m[i=1]', '', { group: 'm' }) },
    told('f', 'open', 'how many times depends on the output files of a'),
    told('b', 'skipped'),
  ]);
  assert.match(text, /^p: 1 will run, 1 will run ×n, 1 may run, 1 will be skipped\n/);
  assert.match(text, /m +group\n/);
});

test('of many tasks, those that are alike share a line, and one that differs has its own', () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ ...told(`t${i}`, 'cached'), run: 'r1' }));
  many[2500] = { ...told('t2500', 'run', 'raw.csv has changed'), run: 'r1' };
  const lines = shown(many).split('\n');
  assert.equal(lines[0], 'p: 4999 cached, 1 will run');
  assert.equal(lines[1]?.trimEnd(), '  ✓  t0, t1, t2 and 4996 more  cached    from run r1');
  assert.match(lines[2] ?? '', /t2500 +will run +from run r1; raw\.csv has changed/);
  assert.match(lines.join('\n'), /--all gives each its own/);
  assert.equal(shown(many, { isEach: true }).split('\n').length, 5002);
});

test('reasons that differ by the name of the need are alike', () => {
  const many = Array.from({ length: 100 }, (_, i) => ({
    ...told(`t${i}`, 'run', `its need s${i} will run`),
    need: `s${i}`,
  }));
  assert.match(shown(many), /t0, t1, t2 and 97 more +will run +a need will run\n/);
});

test('a group in which all is alike stands for it, and one in which something differs does not', () => {
  const matrix = { axes: { i: [] }, include: [], exclude: [] };
  const group = (name: string, other?: Forecast): Forecast[] => [
    { ...told(name, 'open'), task: makeTask(name, '', { matrix }) },
    ...Array.from({ length: 30 }, (_, i) => ({
      ...(i === 3 && other ? other : told('', 'run', 'no success of it is kept yet')),
      task: makeTask(`${name}[i=${i}]`, '', { group: name }),
    })),
  ];
  const text = shown([...group('a'), ...group('b', told('', 'cached'))]);
  assert.match(text, /● {2}a ×30 +will run +no success/);
  assert.match(text, /● {2}b +group\n/);
  assert.match(text, /✓ {2}b\[i=3\] +cached\n/);
});

test('when all differ, they are told by what will become of them', () => {
  const many = Array.from({ length: 100 }, (_, i) => told(`t${i}`, 'run', `data/${i}.csv has changed`));
  assert.match(shown(many), /t0, t1, t2 and 97 more +will run +data\/0\.csv has changed; others for other reasons\n/);
});

test('on a terminal long reasons go on below themselves, and nothing is lost', () => {
  const reason = 'if: tasks.evaluate.outputs.accuracy > params.threshold depends on the output accuracy of evaluate';
  const lines = shown([told('deploy', 'depends', reason)], { width: 60 })
    .trimEnd()
    .split('\n')
    .slice(1);
  for (const line of lines) assert.ok(line.length <= 60, line);
  assert.equal(lines.map(line => line.slice(21).trim()).join(' '), reason);
  assert.equal(lines[0]?.indexOf('if:'), lines[1]?.search(/\S/));
});

test('a plan without tasks has no table', () => {
  assert.equal(shown([]), 'p: no tasks\n');
});

function told(name: string, will: Will, ...why: string[]): Forecast {
  return { task: makeTask(name, ''), will, why };
}

function shown(forecasts: readonly Forecast[], more: { isEach?: boolean; width?: number } = {}): string {
  return planText('p', forecasts, undefined, { ...style, ...more });
}
