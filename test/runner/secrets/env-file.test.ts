import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnvFile } from '../../../runner/secrets/env-file.ts';

function values(text: string): Readonly<Record<string, string>> {
  const read = parseEnvFile(text, '.env');
  if ('error' in read) throw new Error(read.error);
  return read.values;
}

function error(text: string): string {
  const read = parseEnvFile(text, '.env');
  return 'error' in read ? read.error : '(none)';
}

test('env files are read as everywhere', () => {
  const text = `\uFEFF# comment
A=1
export B="two\\nlines" # why
C='as $HOME it is' #
D =  spaced out   # comment

E=
F="over
two lines"\r
G=\`q"'\`
H=a=b
A=2`;
  assert.deepEqual(
    { ...values(text) },
    { A: '2', B: 'two\nlines', C: 'as $HOME it is', D: 'spaced out', E: '', F: 'over\ntwo lines', G: `q"'`, H: 'a=b' },
  );
  assert.deepEqual({ ...values('') }, {});
});

test('what would be passed over in silence is told with its line', () => {
  assert.equal(error('A=1\n\nB\n'), '.env:3: This is neither NAME=value nor a comment.');
  assert.equal(error('A="x\ny"\n=3'), '.env:3: This is neither NAME=value nor a comment.');
  assert.equal(error('MY-NAME=1'), '.env:1: `MY-NAME` is no name for a variable: use letters, digits and _.');
  assert.equal(error('# c\nA="open\nB=2'), '.env:2: The value of A begins with " and has no " at its end.');
  assert.equal(error(`A='x' y`), '.env:1: Behind the value of A there is something that is no comment.');
});
