import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { isDiskFull } from '../../runner/processes/disk-space.ts';

test('a disk is full when none of its blocks is free, and not when nothing is known of it', () => {
  assert.equal(
    isDiskFull('/', () => ({ bavail: 0, bfree: 0 })),
    true,
  );
  assert.equal(
    isDiskFull('/', () => ({ bavail: 1, bfree: 1 })),
    false,
  );
  assert.equal(isDiskFull('/not/there'), false);
  assert.equal(isDiskFull(tmpdir()), false);
});
