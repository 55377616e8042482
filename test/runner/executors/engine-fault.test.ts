import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineFault } from '../../../runner/executors/containers/engine-fault.ts';
import { outputLog } from '../../../runner/layout.ts';

test('why an engine made no container is told in its words, and what to do where it is for want of the image', async context => {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-engine-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'a.1');
  const told = async (kind: 'docker' | 'podman', output: string) => {
    writeFileSync(outputLog(path), output);
    const exit = await engineFault({ kind }, path);
    return exit.kind === 'error' ? exit.message : exit.kind;
  };
  assert.equal(
    await told('podman', 'Trying to pull x:1...\nError: initializing source docker://x:1: no such host\n'),
    'podman could not run the container: initializing source docker://x:1: no such host. Is the name of the image right? `podman pull` tries it by hand.',
  );
  const denied = 'pull access denied for x, repository does not exist';
  assert.match(
    await told(
      'docker',
      `docker: Error response from daemon: ${denied}.\n\nRun 'docker run --help' for more information\n`,
    ),
    new RegExp(`^docker could not run the container: ${denied}\\. Is the name .*\`docker pull\``),
  );
  assert.equal(
    await told('podman', 'Error: crun: mount /proc: Operation not permitted\n'),
    'podman could not run the container: crun: mount /proc: Operation not permitted.',
  );
  assert.match(await told('docker', 'odd\n'), /what it says stands in the output of the task\.$/);
});
