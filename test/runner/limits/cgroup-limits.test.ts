import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cgroupLimits } from '../../../runner/limits/cgroup-limits.ts';
import { visibleGpus } from '../../../runner/limits/gpus.ts';

function limits(files: Readonly<Record<string, string>>) {
  return cgroupLimits(path => files[path]);
}

test('the tightest limit on the way to the root holds', () => {
  const found = limits({
    '/proc/self/cgroup': '0::/user.slice/app.scope\n',
    '/sys/fs/cgroup/user.slice/app.scope/memory.max': 'max\n',
    '/sys/fs/cgroup/user.slice/memory.max': '2147483648\n',
    '/sys/fs/cgroup/user.slice/app.scope/cpu.max': '150000 100000\n',
    '/sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n',
  });
  assert.deepEqual(found, { cpus: 1.5, memoryBytes: 2 ** 31 });
});

test('the first version of control groups is read too, also from within a container', () => {
  const found = limits({
    '/proc/self/cgroup': '5:memory:/docker/4f\n3:cpu,cpuacct:/docker/4f\n1:name=systemd:/docker/4f\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
  });
  assert.deepEqual(found, { cpus: 0.5, memoryBytes: 2 ** 29 });
});

test('no limit, told or not, is none', () => {
  assert.deepEqual(limits({}), {});
  const found = limits({
    '/proc/self/cgroup': '5:memory:/\n3:cpu:/\n0::/\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/memory.max': 'max\n',
  });
  assert.deepEqual(found, {});
});

test('visible devices are read as CUDA reads them', () => {
  const devices = (text: string) => visibleGpus(text).map(({ number, device }) => `${number}:${device}`);
  assert.deepEqual(devices('2, 0'), ['2:2', '0:0']);
  assert.deepEqual(devices(''), []);
  assert.deepEqual(devices('1,-1,0'), ['1:1']);
  assert.deepEqual(devices('GPU-1a2b,GPU-3c4d'), ['0:GPU-1a2b', '1:GPU-3c4d']);
});
