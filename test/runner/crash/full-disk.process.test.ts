import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Trial } from './full-disk-trial.ts';

/** A file system of 300 KiB that only what runs in it sees. */
const inSmallDisk = [
  ...['--user', '--map-root-user', '--mount', '--pid', '--fork', '--mount-proc', 'sh', '-c'],
  'mount -t tmpfs -o size=300k none "$1" && exec "$2" "$3" "$1" "$4"',
];
const isAllowed = spawnSync('unshare', [...inSmallDisk.slice(0, -1), 'mount -t tmpfs none /tmp']).status === 0;

test('a run that finds the disk full starts nothing more, says so, loses nothing, and goes on when there is room', {
  skip: isAllowed ? false : 'no file system can be mounted here',
}, context => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-full-')));
  context.after(() => rmSync(folder, { recursive: true }));
  const [disk, out] = [join(folder, 'disk'), join(folder, 'out')];
  for (const each of [disk, out]) mkdirSync(each);
  const program = fileURLToPath(new URL('full-disk-trial.ts', import.meta.url));
  const { stdout, stderr } = spawnSync('unshare', [...inSmallDisk, 'sh', disk, process.execPath, program, out], {
    timeout: 60_000,
  });
  assert.notEqual(stdout.length, 0, stderr.toString());
  const trial: Trial = JSON.parse(stdout.toString());
  assert.equal(trial.first.status, 'interrupted');
  assert.equal(
    trial.first.message,
    'The run cannot go on, its journal cannot be written: no space left on device. When there is room again, go on with it: dagwright resume r',
  );
  assert.equal(trial.first.long, 'success');
  assert.match(trial.refused, /^CannotStart: Its folder cannot be read or written: no space left on device\.$/);
  assert.ok(trial.resumed.statuses.endsWith('c39:success'), JSON.stringify(trial));
  assert.equal(trial.resumed.status, 'success');
  const chain = Array.from({ length: 40 }, (_, at) => `c${at}`);
  assert.deepEqual([...trial.effects].sort(), ['long', 'fill', ...chain].sort());
});
