import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PilotExecutor } from '../../../runner/executors/slurm/pilot-executor.ts';
import { attemptPath, tasksFolder } from '../../../runner/layout.ts';
import type { Exit, Processes } from '../../../runner/processes/processes.ts';
import { until } from '../real-attempts.ts';

/** Waits in the queue of a cluster until it is told that nobody wants it any more. */
const salloc = `#!/bin/sh
trap 'touch "$0.revoked"; exit 1' TERM
touch "$0.asked"
while :; do sleep 0.02; done
`;

const noProcesses: Processes = {
  start: () => assert.fail('nothing may begin'),
  adopt: () => assert.fail('nothing may begin'),
  close: async () => {},
  hurry: () => {},
};

test('a task that is stopped while the allocation waits in the queue ends at once, and so does that', async context => {
  const root = mkdtempSync(join(tmpdir(), 'dagwright-pilot-'));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  const run = join(root, '.dagwright', 'runs', 'r');
  mkdirSync(tasksFolder(run), { recursive: true });
  const program = join(root, 'salloc');
  writeFileSync(program, salloc, { mode: 0o700 });
  const env = { PATH: `${root}:${process.env.PATH}` };
  const executor = { type: 'slurm', mode: 'pilot', options: [] } as const;
  const settings = { run, root, env, workingDirectory: root, leftoverGraceMs: 0, declared: [] };
  const pilot = new PilotExecutor('slurm', noProcesses, settings, executor);
  const ends: Exit[] = [];
  const command = {
    ...{ action: { kind: 'program', argv: ['true'] } as const, path: attemptPath(run, 'a', 1), workingDirectory: root },
    ...{ env: {}, place: { name: 'slurm', executor, key: 'slurm', resources: {} } },
  };
  const attempt = pilot.start(command, exit => ends.push(exit));
  await until(() => existsSync(`${program}.asked`));
  attempt.stop(60_000);
  attempt.stop(0);
  await until(() => ends.length > 0);
  await pilot.close();
  await until(() => existsSync(`${program}.revoked`));
  assert.deepEqual(ends, [{ kind: 'signal', signal: 'SIGTERM' }]);
});
