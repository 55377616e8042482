import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { JobRecords, readAccounts } from '../../../runner/executors/slurm/job-record.ts';

/** What `sacct` prints of a job with a batch step and one by `srun`. */
const accounts = `17|OUT_OF_MEMORY|0:125|01:02.500|
17.batch|OUT_OF_MEMORY|0:125|01:02.500|205100K
17.extern|COMPLETED|0:0|00:00.001|
17.0|COMPLETED|0:0|00:01.000|1.50G
171|COMPLETED|0:0|00:01.000|9G
`;

test('what the accounting says of a job is its own line, with the memory of the largest of its steps', () => {
  const usage = { cpuMs: 62_500, peakMemoryBytes: 1.5 * 1024 ** 3 };
  assert.deepEqual(readAccounts(accounts, '17'), { state: 'OUT_OF_MEMORY', code: 0, signal: 125, usage });
  assert.deepEqual(readAccounts('18|CANCELLED by 0|3:0|1-00:00:01|4096\n', '18'), {
    ...{ state: 'CANCELLED by 0', code: 3, signal: 0 },
    usage: { cpuMs: 86_401_000, peakMemoryBytes: 4096 },
  });
  const killed = '1|FAILED|0:9|00:00.029|\n1.batch|CANCELLED|0:9|00:00.029|34320K\n';
  const used = { cpuMs: 29, peakMemoryBytes: 34_320 * 1024 };
  assert.deepEqual(readAccounts(killed, '1'), { state: 'FAILED', code: 0, signal: 9, usage: used });
  assert.equal(readAccounts('', '17'), undefined);
});

test('where there is accounting it is asked, and the controller for what that does not have', async context => {
  const records = recordsOf(context, {
    sacct: `case "$*" in *17*) printf '%s' '${accounts}';; esac`,
    scontrol: 'echo "JobId=18 JobName=a JobState=FAILED Reason=None ExitCode=0:9 x=y"',
  });
  assert.equal((await records.of('17'))?.state, 'OUT_OF_MEMORY');
  assert.deepEqual(await records.of('18'), { state: 'FAILED', code: 0, signal: 9 });
});

test('where there is none, it is not asked again', async context => {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-sacct-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const off = 'echo "Slurm accounting storage is disabled" >&2; exit 1';
  const records = recordsOf(context, {
    sacct: `mkdir '${folder}/asked' || touch '${folder}/again'; ${off}`,
    scontrol: 'echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1',
  });
  assert.equal(await records.of('1'), undefined);
  assert.equal(await records.of('1'), undefined);
  assert.deepEqual([existsSync(join(folder, 'asked')), existsSync(join(folder, 'again'))], [true, false]);
});

/** Records asked by programs that do what these scripts say. */
function recordsOf(context: TestContext, programs: Readonly<Record<string, string>>): JobRecords {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-records-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o700 });
  return new JobRecords({ PATH: `${folder}:${process.env.PATH}` });
}
