import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analyse, reanalyse } from '../../pipeline/analyse.ts';
import { randomFrom } from '../random.ts';
import { anchored, churn, messy, windows } from './fixtures.ts';
import { randomEdit, sameToUsers, visible } from './random-edit.ts';

const edits = 10_000;
/** After so many edits a text is so broken that nothing more is to be learned from it. */
const editsOfOne = 25;

test('Ten thousand edits of real files say what a first reading says, with LF and CRLF', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = globSync('{examples,test/workspace}/**/*.pipeline.yaml', { cwd: root });
  assert.ok(files.length >= 6);
  const real = files.map(file => readFileSync(`${root}/${file}`, 'utf8'));
  const texts = [...real, ...real.map(text => text.replaceAll('\n', '\r\n')), churn, anchored, messy, windows];
  const random = randomFrom(20261121);
  let done = 0;
  while (done < edits) {
    for (const text of texts) {
      let analysis = analyse(text);
      for (let step = 0; step < editsOfOne && done < edits; step++, done++) {
        const edit = randomEdit(analysis.text, random);
        const before = analysis.text;
        analysis = reanalyse(analysis, edit);
        if (step < editsOfOne - 1 && random() < 0.7) continue;
        const anew = analyse(analysis.text);
        if (!sameToUsers(analysis, anew)) {
          assert.deepEqual(visible(analysis), visible(anew), JSON.stringify({ done, edit, before }));
        }
      }
    }
  }
});
