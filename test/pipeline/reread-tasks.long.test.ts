import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Analysis, analyse, reanalyse } from '../../pipeline/analyse.ts';

for (const count of [1000, 10_000]) {
  test(`Of ${count} tasks an edit reads again only those that it touches`, () => {
    const text = pipelineOf(count);
    const before = analyse(text);
    const middle = text.indexOf(`  task_${count / 2}:\n`);
    const inMiddle = (words: string) => text.indexOf(words, middle);
    const script = inMiddle('work');
    const next = text.indexOf(`  task_${count / 2 + 1}:\n`);
    const fresh = {
      'a letter in a script': reread(before, script, script, 'x'),
      'a letter in a name': reread(before, middle + 6, middle + 6, 'x'),
      'a need that is not there': reread(before, inMiddle('needs: [') + 8, inMiddle('needs: [') + 8, 'nowhere, '),
      'an empty line between tasks': reread(before, middle, middle, '\n'),
      'a line in a task': reread(before, inMiddle('    retries'), inMiddle('    retries'), '    '),
      'a task deleted': reread(before, middle, next, ''),
      'three tasks pasted': reread(before, middle, middle, '  p: { run: x }\n  q: { run: y }\n  r:\n    run: z\n'),
      'a key at the top': reread(before, 0, 0, 'description: first\n'),
      'a letter in a key at the top': reread(before, 2, 2, 'x'),
      'a letter behind the last task': reread(before, text.length, text.length, '#'),
    };
    assert.deepEqual(fresh, {
      'a letter in a script': 1,
      'a letter in a name': 1,
      'a need that is not there': 1,
      'an empty line between tasks': 1,
      'a line in a task': 1,
      'a task deleted': 0,
      'three tasks pasted': 3,
      'a key at the top': 0,
      'a letter in a key at the top': 0,
      'a letter behind the last task': 1,
    });
  });
}

/** How many tasks of the edited text were not taken over as they were. */
function reread(before: Analysis, start: number, end: number, newText: string): number {
  const kept = new Set(before.syntax.tasks.map(({ block }) => block));
  const after = reanalyse(before, { range: { start, end }, newText });
  return after.syntax.tasks.filter(({ block }) => !kept.has(block)).length;
}

function pipelineOf(count: number): string {
  const tasks = Array.from({ length: count }, (_, index) =>
    [
      `  task_${index}:`,
      `    description: Work ${index}.`,
      `    needs: [${index === 0 ? '' : `task_${index - 1}`}]`,
      '    retries: 2',
      '    timeout: 10m',
      `    env: { N: "${index}" }`,
      '    run: |',
      `      work ${index}`,
    ].join('\n'),
  );
  return `name: many\ntasks:\n${tasks.join('\n')}\n`;
}
