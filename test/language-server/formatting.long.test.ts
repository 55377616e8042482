import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { edited } from '../../language-server/actions/fix-all.ts';
import { formattingOf } from '../../language-server/formatting.ts';
import { OpenDocument } from '../../language-server/open-document.ts';
import { finishedLine } from '../../language-server/protocol/formatting-edits.ts';
import { analyse } from '../../pipeline/analyse.ts';
import { anchored, churn, messy, windows } from '../pipeline/fixtures.ts';
import { randomFrom } from '../random.ts';

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

const wide = `# above all
name: x
tasks:
        # of a
        a:
              # its needs
              needs:
              -   b
              - c # last
           # between
              run: |
                  echo one
                    deeper
                    
                  echo two
              env:
                    A: "1"
                    # at the end of env
              # at the end of a
        b:
              run: >-
                         folded
                         text
              inputs: [
                  a.csv,
                      b.csv,
              ]
        c: { run: x,
             env: { A: b } }
        d:
              run: |4
                      two more
                    x
              description: one
                two
triggers:
    -   cron: "0 2 * * *"
        timezone: UTC
    -
        files: [x]
`;

test('each level stands two columns further in; comments and scripts move with what they belong to', () => {
  assert.equal(
    formatted(wide),
    `# above all
name: x
tasks:
  # of a
  a:
    # its needs
    needs:
    - b
    - c # last
    # between
    run: |
      echo one
        deeper

      echo two
    env:
      A: "1"
      # at the end of env
    # at the end of a
  b:
    run: >-
      folded
      text
    inputs: [
        a.csv,
            b.csv,
    ]
  c: { run: x,
       env: { A: b } }
  d:
    run: |4
            two more
          x
    description: one
      two
triggers:
  - cron: "0 2 * * *"
    timezone: UTC
  -
    files: [x]
`.replace('deeper\n\n', 'deeper\n        \n'),
  );
});

test('a stretch is put in order by itself only where that means the same; a finished line keeps its column', () => {
  const text = 'tasks:\n    a:\n        run:   x\n    b:\n        run:   y\n';
  const within = (from: string, to: string) =>
    edited(text, formattingOf(analyse(text), { start: text.indexOf(from), end: text.indexOf(to) + to.length }));
  assert.equal(
    within('        run:   x', 'x'),
    'tasks:\n    a:\n    run: x\n    b:\n        run:   y\n'.replace('\n    run: x', '\n        run: x'),
  );
  assert.equal(within('tasks', 'run:   y'), 'tasks:\n  a:\n    run: x\n  b:\n    run: y\n');
  const document = new OpenDocument('file:///a', 1, text, 'utf-16');
  assert.deepEqual(
    finishedLine(document, { line: 3, character: 4 }),
    [{ range: { start: { line: 2, character: 12 }, end: { line: 2, character: 15 } }, newText: ': ' }].map(edit => ({
      ...edit,
      range: { start: { line: 2, character: 11 }, end: { line: 2, character: 15 } },
    })),
  );
});

test('whatever the indentation, tidying keeps the meaning and the comments, and a second time changes nothing', () => {
  const random = randomFrom(20_261_121);
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = globSync('{examples,test/workspace}/**/*.pipeline.yaml', { cwd: root });
  const texts = [...files.map(file => readFileSync(`${root}/${file}`, 'utf8')), churn, anchored, windows, wide];
  assert.ok(texts.length > 8);
  let indented = 0;
  for (const text of texts) {
    for (let round = 0; round < 5; round++) {
      const odd = oddlyIndented(text, random);
      const before = analyse(odd);
      const tidy = formatted(odd);
      const after = analyse(tidy);
      assert.equal(JSON.stringify(after.pipeline), JSON.stringify(before.pipeline), odd);
      assert.deepEqual(commentsOf(tidy), commentsOf(odd), odd);
      assert.equal(formatted(tidy), tidy, odd);
      if (before.pipeline && tidy !== odd) indented++;
    }
  }
  assert.ok(indented > 20, `${indented} were put in order`);
});

/** The text with the columns of its levels, kept in their order, drawn at random. */
function oddlyIndented(text: string, random: () => number): string {
  const columns = [0];
  for (let depth = 1; depth < 60; depth++) columns.push((columns[depth - 1] ?? 0) + 1 + Math.floor(random() * 5));
  return text.replace(/^ +/gm, spaces => {
    const depth = Math.floor(spaces.length / 2);
    return ' '.repeat((columns[depth] ?? 0) + (spaces.length % 2));
  });
}

function commentsOf(text: string): readonly string[] {
  return text.split('\n').flatMap(line => (/^\s*#/.test(line) ? [line.trim()] : []));
}

test('tasks in braces stay as they are', () => {
  for (const text of ['tasks: {a: {run: x}}\n', '{"tasks": {"a": {"run": "x"}}}\n', 'tasks:\n  { a: {run: x} }\n'])
    assert.equal(formatted(text), text);
});
