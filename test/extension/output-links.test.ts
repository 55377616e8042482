import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { NamedLines } from '../../extension/output/named-lines.ts';
import { outputLinks } from '../../extension/output/output-links.ts';

const linksIn = (line: string): string[] =>
  outputLinks(line).map(({ path, line: row, column, start, length }) => {
    assert.ok(line.slice(start, start + length).includes(path));
    return `${path} ${row} ${column}`;
  });

test('the places that compilers, Python, Node and others name in their output are links', () => {
  assert.deepEqual(linksIn('  File "/srv/my models/train.py", line 12, in <module>'), ['/srv/my models/train.py 12 1']);
  assert.deepEqual(linksIn('src/a.ts(3,7): error TS2322: no'), ['src/a.ts 3 7']);
  assert.deepEqual(linksIn('src/a.c:10:5: error: expected ;'), ['src/a.c 10 5']);
  assert.deepEqual(linksIn('    at main (file:///srv/say.mjs:4:11)'), ['/srv/say.mjs 4 11']);
  assert.deepEqual(linksIn('load.pl: died at load.pl line 3.'), ['load.pl 3 1']);
  assert.deepEqual(linksIn('train.py:3 and test.py:40'), ['train.py 3 1', 'test.py 40 1']);
});

test('times, addresses, versions and very long lines are no links', () => {
  assert.deepEqual(linksIn('12:30:01 listening on localhost:8080, 10.0.0.1:99, v1.2.3, 3.14:1.5'), []);
  assert.deepEqual(linksIn(`${'x'.repeat(3000)} a.py:3`), []);
});

test('each whole line of a task bears its name in one colour, also when it comes in pieces', () => {
  const lines = new NamedLines('load', 6, 0);
  assert.equal(lines.push('on'), '');
  const [first = '', more] = lines.push('e\r\ntwo').split('one');
  assert.equal(stripVTControlCharacters(first), 'load   │ ');
  assert.notEqual(first, 'load   │ ');
  assert.equal(more, '\u001b[0m\r\n');
  assert.equal(lines.end(), `${first}two\u001b[0m\r\n`);
  assert.equal(lines.end(), '');
});

test('a progress bar is its last state, and no line moves the cursor of the others', () => {
  const lines = new NamedLines('a', 1, 1);
  const shown = lines.push('10%\r50%\r100%\r\n\u001b[2J\u001b[31mred\u001b[3A\n\u0007x\ty\n');
  assert.deepEqual(stripVTControlCharacters(shown).split('\r\n'), ['a │ 100%', 'a │ red', 'a │ x\ty', '']);
  assert.ok(shown.includes('│ \u001b[31mred\u001b[0m\r\n'), JSON.stringify(shown));
});
