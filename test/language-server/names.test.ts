import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { edited } from '../../language-server/actions/fix-all.ts';
import { definitionsAt, referencesAt } from '../../language-server/names/find-name.ts';
import { renamableAt, renameAt } from '../../language-server/names/rename.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { cursor } from './cursor.ts';

const file = `params:
  limit: 3
env: { A: "\${{ params.limit }}" }
pools: { db: 1 }
tasks:
  load:
    pool: db
    outputs: { rows: integer }
    run: echo \${{ params.limit }} \${{ env.A }}
  "check":
    needs: load
    env: { A: own }
    run: echo \${{ env.A }}
    if: tasks.load.outputs.rows > params['limit'] && 'load' != ''
  report:
    needs: [check, 'load']
    run: |
      echo \${{ tasks.load.outputs.rows }} load
`;

describe('definitions', () => {
  test('of a task, from a need and from an expression', () => {
    assert.deepEqual(definitions('needs: lo|ad'), ['  ‹load›:']);
    assert.deepEqual(definitions(", '|load']"), ['  ‹load›:']);
    assert.deepEqual(definitions('[check|,'), ['  "‹check›":']);
    assert.deepEqual(definitions('if: tasks.l|oad'), ['  ‹load›:']);
  });

  test('of a param, an output, a pool, and of the variable of the task before that of the file', () => {
    assert.deepEqual(definitions("params['li|mit']"), ['  ‹limit›: 3']);
    assert.deepEqual(definitions('outputs.ro|ws }}'), ['    outputs: { ‹rows›: integer }']);
    assert.deepEqual(definitions('pool: d|b'), ['pools: { ‹db›: 1 }']);
    assert.deepEqual(definitions('}} ${{ env.A|'), ['env: { ‹A›: "${{ params.limit }}" }']);
    assert.deepEqual(definitions('run: echo ${{ env.A|'), ['    env: { ‹A›: own }']);
  });

  test('of nothing on a key, in a script, in a text in quotes, and of a name that is not declared', () => {
    assert.deepEqual(definitions('ne|eds: load'), []);
    assert.deepEqual(definitions('rows }} lo|ad'), []);
    assert.deepEqual(definitions("'lo|ad' != ''"), []);
    const { text, offset } = cursor('tasks:\n  a:\n    needs: no|ne\n');
    assert.deepEqual(definitionsAt(analyse(text), offset), []);
  });
});

test('references are found in needs and in expressions, in the order of the text', () => {
  assert.deepEqual(references('  lo|ad:'), [
    '  ‹load›:',
    '    needs: ‹load›',
    "    if: tasks.‹load›.outputs.rows > params['limit'] && 'load' != ''",
    "    needs: [check, '‹load›']",
    '      echo ${{ tasks.‹load›.outputs.rows }} load',
  ]);
  assert.deepEqual(references('li|mit: 3'), [
    '  ‹limit›: 3',
    'env: { A: "${{ params.‹limit› }}" }',
    '    run: echo ${{ params.‹limit› }} ${{ env.A }}',
    "    if: tasks.load.outputs.rows > params['‹limit›'] && 'load' != ''",
  ]);
});

describe('renaming', () => {
  test('a task goes through its needs and all expressions, and leaves the rest of the text alone', () => {
    const text = renamed('tasks.lo|ad.outputs.rows >', 'ingest');
    assert.equal(
      text,
      file
        .replace('  load:', '  ingest:')
        .replace('needs: load', 'needs: ingest')
        .replaceAll('tasks.load', 'tasks.ingest')
        .replace("check, 'load'", "check, 'ingest'"),
    );
    assert.deepEqual(
      analyse(text).problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  test('an output goes through all expressions that read it', () => {
    assert.equal(
      renamed('{ ro|ws:', 'count'),
      file.replace('{ rows:', '{ count:').replaceAll('outputs.rows', 'outputs.count'),
    );
  });

  test('is refused for a name that is taken or is no name, and for what the file does not declare', () => {
    const at = (mark: string, name: string) => {
      const { text, offset } = inFile(mark);
      const result = renameAt(analyse(text), offset, name);
      return result.ok ? 'renamed' : result.message;
    };
    assert.match(at('  lo|ad:', 'check'), /There is a task "check" already/);
    assert.match(at('  lo|ad:', 'a b'), /"a b" is no name/);
    assert.match(at('ru|n: echo', 'x'), /nothing here/);
    assert.equal(at('  lo|ad:', 'Load'), 'renamed');
    const { text, offset } = cursor('tasks:\n  a:\n    needs: no|ne\n');
    assert.equal(renamableAt(analyse(text), offset), undefined);
  });

  test('leaves an alias alone, which is not the name', () => {
    const source = 'tasks:\n  a:\n    run: x\n  b:\n    needs: &n [a|]\n  c:\n    needs: *n\n';
    const { text, offset } = cursor(source);
    const result = renameAt(analyse(text), offset, 'z');
    assert.ok(result.ok);
    assert.deepEqual(
      result.edits.map(({ range }) => marked(text, range)),
      ['  ‹a›:', '    needs: &n [‹a›]'],
    );
  });
});

test('no offset in any beginning of a file makes the search for names fail', () => {
  for (let cut = 0; cut <= file.length; cut += 3) {
    const analysis = analyse(file.slice(0, cut));
    for (let offset = 0; offset <= cut; offset += 17) referencesAt(analysis, offset, true);
  }
});

/** The file with the cursor where the marked piece stands. */
function inFile(piece: string): { text: string; offset: number } {
  const { text: plain, offset } = cursor(piece);
  const at = file.indexOf(plain);
  assert.notEqual(at, -1, piece);
  return { text: file, offset: at + offset };
}

function definitions(piece: string): string[] {
  const { text, offset } = inFile(piece);
  return definitionsAt(analyse(text), offset).map(({ range }) => marked(text, range));
}

function references(piece: string): string[] {
  const { text, offset } = inFile(piece);
  return referencesAt(analyse(text), offset, true).map(({ range }) => marked(text, range));
}

function renamed(piece: string, name: string): string {
  const { text, offset } = inFile(piece);
  const result = renameAt(analyse(text), offset, name);
  assert.ok(result.ok);
  return result.edits.toReversed().reduce((now, { range, newText }) => {
    return now.slice(0, range.start) + newText + now.slice(range.end);
  }, text);
}

/** The line with the range in ‹ ›. */
function marked(text: string, { start, end }: TextRange): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  return `${text.slice(from, start)}‹${text.slice(start, end)}›${text.slice(end, to === -1 ? text.length : to)}`;
}

test('a task is renamed where an anchor names it for others, too, and in any line end', () => {
  const { text, offset } = cursor(
    'x-after: &after [load, other]\nx-base: &base { needs: load, run: x }\nx-note: load\ntasks:\n  l|oad: { run: x }\n  a: { needs: *after, run: y }\n  b: { <<: *base }\n  other: { run: z }\n'.replaceAll(
      '\n',
      '\r\n',
    ),
  );
  const renamed = renameAt(analyse(text), offset, 'fetch');
  assert.ok(renamed.ok);
  const tidy = edited(text, renamed.edits);
  assert.match(
    tidy,
    /^x-after: &after \[fetch, other\]\r\nx-base: &base \{ needs: fetch, run: x \}\r\nx-note: load\r\n/,
  );
  assert.deepEqual(
    analyse(tidy).problems.filter(({ severity }) => severity === 'error'),
    [],
  );
});

test('a clash names the task that is there, also when only its case differs', () => {
  const { text, offset } = cursor('tasks:\n  Load: { run: x }\n  b|: { run: y }\n');
  assert.deepEqual(renameAt(analyse(text), offset, 'load'), {
    ok: false,
    message: 'There is a task "Load" already.',
  });
});
