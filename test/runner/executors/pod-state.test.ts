import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meaningOf, type Pod } from '../../../runner/executors/kubernetes/pod-state.ts';

function meaning(status: Pod['status'], isGone = false) {
  const pod: Pod = { metadata: { name: 'p' }, ...(status && { status }) };
  return meaningOf(pod, isGone);
}

function waiting(reason: string) {
  return meaning({ phase: 'Pending', containerStatuses: [{ state: { waiting: { reason, message: 'm' } } }] });
}

function terminated(exitCode: number, reason: string, more: Pod['status'] = {}) {
  return meaning({ phase: 'Failed', ...more, containerStatuses: [{ state: { terminated: { exitCode, reason } } }] });
}

test('a pod that cannot start as it is has failed; one that may yet waits', () => {
  for (const reason of ['ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError', 'CreateContainerError'])
    assert.match(JSON.stringify(waiting(reason)), new RegExp(`"error".*\\(${reason}\\): m`));
  assert.deepEqual(waiting('ContainerCreating'), { kind: 'waiting' });
  assert.deepEqual(waiting('ErrImagePull'), { kind: 'waiting', why: 'Its image cannot be pulled: m' });
  const message = '0/3 nodes are available: 3 Insufficient cpu.';
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }];
  assert.match(JSON.stringify(meaning({ phase: 'Pending', conditions })), /"waiting".*Insufficient cpu\. It waits/);
});

test('what a task did itself is its own, and what its node did is not', () => {
  assert.deepEqual(terminated(3, 'Error'), { kind: 'ended', code: 3, given: '' });
  assert.match(JSON.stringify(terminated(137, 'OOMKilled')), /"error".*raise \\"memory\\"/);
  assert.equal(terminated(128, 'StartError').kind, 'error');
  assert.equal(terminated(137, 'Error', { reason: 'NodeShutdown' }).kind, 'infrastructure');
  const preempted = [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }];
  assert.equal(terminated(143, 'Error', { conditions: preempted }).kind, 'infrastructure');
  assert.equal(terminated(0, 'Completed', { conditions: preempted }).kind, 'ended');
  const low = 'The node was low on resource: memory.';
  assert.equal(meaning({ phase: 'Failed', reason: 'Evicted', message: low }).kind, 'infrastructure');
  const own = 'Pod ephemeral local storage usage exceeds the total limit of containers 1Gi.';
  assert.equal(meaning({ phase: 'Failed', reason: 'Evicted', message: own }).kind, 'error');
  assert.equal(meaning({ phase: 'Running' }, true).kind, 'error');
  assert.equal(meaning({ phase: 'Running', conditions: preempted }, true).kind, 'infrastructure');
});
