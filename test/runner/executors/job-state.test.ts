import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hopeless, meaningOf, readQueue } from '../../../runner/executors/slurm/job-state.ts';

test('a line of the queue is read, whatever the comment holds', () => {
  assert.deepEqual(
    readQueue('12|RUNNING|None|n1|r/train[a=b|c]/1\n13|PENDING|Resources||\n14|RUNNING|None|n[1-2]|k\n\nerror\n'),
    [
      { id: '12', state: 'RUNNING', reason: 'None', node: 'n1', key: 'r/train[a=b|c]/1' },
      { id: '13', state: 'PENDING', reason: 'Resources', key: '' },
      { id: '14', state: 'RUNNING', reason: 'None', key: 'k' },
    ],
  );
});

test('states that end a job mean different things', () => {
  const kinds = [
    'CA',
    'CANCELLED by 0',
    'TIMEOUT',
    'OUT_OF_MEMORY',
    'NODE_FAIL',
    'PREEMPTED',
    'BOOT_FAIL',
    'COMPLETED',
  ];
  assert.deepEqual(
    kinds.map(state => meaningOf(state).kind),
    ['open', 'cancelled', 'error', 'error', 'infrastructure', 'infrastructure', 'infrastructure', 'ended'],
  );
  for (const state of ['PENDING', 'CONFIGURING', 'RUNNING', 'COMPLETING', 'SUSPENDED', 'REQUEUED']) {
    assert.equal(meaningOf(state).kind, 'open');
  }
});

test('only some reasons to wait are without hope', () => {
  assert.equal(hopeless('Resources'), undefined);
  assert.equal(hopeless('AssocGrpCpuLimit'), undefined);
  assert.match(hopeless('QOSMaxCpuPerJobLimit') ?? '', /more than its account or qos may have/);
  assert.match(hopeless('PartitionTimeLimit') ?? '', /longer than the partition allows/);
});
