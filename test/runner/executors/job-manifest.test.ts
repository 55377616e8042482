import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { attemptNames, jobName } from '../../../runner/executors/kubernetes/attempt-labels.ts';
import { jobManifest, type PodTask, secretManifest } from '../../../runner/executors/kubernetes/job-manifest.ts';

const schema = gunzipSync(readFileSync(new URL('../../executors/kubernetes-schema.json.gz', import.meta.url)));
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(JSON.parse(schema.toString()), 'kubernetes');

/** What the published schema, in which no unknown word is allowed, has against an object. */
function faults(definition: string, value: unknown): unknown {
  const check = ajv.getSchema(`kubernetes#/$defs/${definition}`);
  assert.ok(check);
  return check(value) ? undefined : check.errors;
}

const job = 'io.k8s.api.batch.v1.Job';
const plain: PodTask = {
  argv: ['true'],
  container: { image: 'busybox', volumes: [], options: [] },
  env: {},
  secretEnv: {},
  files: {},
  resources: {},
};
const full: PodTask = {
  argv: ['sh', '-e', 'echo $HOME'],
  container: { image: 'busybox', volumes: ['/data:/data:ro', 'claim/sub:/more'], user: '1000:100', options: [] },
  workingDirectory: '/work/a',
  env: { SIZE: '$(HOME) $$' },
  secretEnv: { TOKEN: 'x' },
  files: { inputs: '{}' },
  resources: { cpus: 1.5, memoryBytes: 2 ** 30, gpus: 1 },
  shared: { volume: 'workspace/churn', root: '/work' },
  deadlineMs: 61_500,
};
const names = attemptNames('/x/.dagwright/runs/r1', '/x/.dagwright/runs/r1/tasks/train[Model=A].2');

test('a Job and its Secret are as the published schema of the API wants them, with no word that it does not know', () => {
  for (const task of [plain, full]) assert.equal(faults(job, jobManifest(task, names, 1)), undefined);
  const secret = secretManifest(full, { name: 'n', uid: 'u' });
  assert.equal(faults('io.k8s.api.core.v1.Secret', secret), undefined);
  const odd = { ...jobManifest(plain, names, 1), colour: 'red' };
  assert.notEqual(faults(job, odd), undefined);
});

test('a Job is one pod, tried once, with what the task needs, and without its secrets', () => {
  const { spec } = jobManifest(full, names, 1);
  assert.deepEqual(
    [spec.backoffLimit, spec.activeDeadlineSeconds, spec.suspend, spec.template.spec.restartPolicy],
    [0, 62, true, 'Never'],
  );
  const [container] = spec.template.spec.containers;
  const amounts = { cpu: '1.5', memory: '1073741824', 'nvidia.com/gpu': '1' };
  assert.deepEqual(container?.resources, { requests: amounts, limits: amounts });
  assert.deepEqual(container?.command, ['sh', '-e', 'echo $$HOME']);
  assert.deepEqual(container?.env[0], { name: 'SIZE', value: '$$(HOME) $$$$' });
  assert.doesNotMatch(JSON.stringify(spec), /"x"/);
  assert.equal(jobManifest(plain, names, 1).spec.suspend, undefined);
});

test('the name of a Job is the same for the same attempt, another for any other, and fit for DNS', () => {
  assert.equal(jobName(names, 1), jobName({ ...names }, 1));
  assert.match(jobName(names, 1), /^dw-train-model-a-[0-9a-f]{16}-1$/);
  assert.notEqual(jobName(names, 1), jobName(names, 2));
  const odd = attemptNames('/x/runs/r1', `/x/runs/r1/tasks/${'Ünïcode_'.repeat(20)}.1`);
  assert.match(jobName(odd, 1), /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
});
