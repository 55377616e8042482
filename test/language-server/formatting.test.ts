import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edited } from '../../language-server/actions/fix-all.ts';
import { formattingOf } from '../../language-server/formatting.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { anchored, churn, messy, windows } from '../pipeline/fixtures.ts';

const formatted = (text: string) => edited(text, formattingOf(analyse(text)));

test('spaces are put where they belong, and comments and scripts stay as they are', () => {
  const text = `name:   a
params: {a:  1,b: 2}   # two


\t

tasks:
  x:   
    needs:    [ y,z ]
    run: |
      echo  a   


      echo b
    outputs: {n:  number,f: {path: a.txt}}
  y: { run: [a,"b,  c" ] }
  z: {run: x}`;
  assert.equal(
    formatted(text.replace('{a:  1', '{ a:  1')),
    `name: a
params: { a: 1, b: 2 }   # two

tasks:
  x:
    needs: [y, z]
    run: |
      echo  a   


      echo b
    outputs: { n: number, f: { path: a.txt } }
  y: { run: [a, "b,  c"] }
  z: { run: x }
`,
  );
});

test('what is tidy, or broken, is left alone; tidying twice changes nothing more', () => {
  for (const text of [churn, anchored, windows]) assert.equal(formatted(formatted(text)), formatted(text));
  assert.equal(formatted(churn), churn);
  assert.equal(formatted(messy), messy);
  assert.ok(!/[^\r]\n/.test(formatted(windows.replaceAll('needs: [', 'needs:   ['))));
});
