import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { systemText } from '../../runner/system-text.ts';

test('an error of the system is told in its words, any other by its message', () => {
  let caught: unknown;
  try {
    readFileSync('/not/there');
  } catch (error) {
    caught = error;
  }
  assert.equal(systemText(caught), 'no such file or directory');
  assert.equal(systemText(new Error('odd')), 'odd');
  assert.equal(systemText('text'), 'text');
});
