import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { type ExportTarget, exportTo } from '../../exporters/export-to.ts';
import type { Exported } from '../../exporters/exported.ts';
import { exportSource } from './export-source.ts';

const text = `
secrets: [TOKEN]
tasks:
  plain: { run: echo, container: "python:3.13-slim" }
  whole:
    needs: [plain]
    run: [cat, made.txt]
    resources: { cpus: 2, memory: 1GiB, gpus: 1 }
    container: { image: "python:3", volumes: ["/data:/in:ro"], user: "1000:100", options: ["--shm-size=8g"] }
    outputs: { made: { path: made.txt } }
  here: { run: echo }
`;

function exported(target: ExportTarget, pipeline = text): Exported & { readonly text: string } {
  const found = exportTo(target, exportSource(pipeline));
  return { ...found, text: found.files[0]?.text ?? '' };
}

function told({ losses }: Exported, key: string): readonly string[] {
  return losses.filter(loss => loss.key === key).map(({ level, task, message }) => `${level} ${task}: ${message}`);
}

test('the container of a task is that of its job in GitHub', () => {
  const { jobs } = parse(exported('github').text);
  assert.equal(jobs.plain.container, 'python:3.13-slim');
  assert.deepEqual(jobs.whole.container, {
    image: 'python:3',
    volumes: ['/data:/in:ro'],
    options: '--user=1000:100 --cpus=2 --memory=1073741824b --shm-size=8g',
  });
  assert.equal(jobs.here.container, undefined);
  assert.doesNotMatch(JSON.stringify(jobs.whole), /runner\.temp/, 'that is a folder outside of the container');
});

test('the container of a task is its image in Argo, with its limits and folders', () => {
  const { spec } = parse(exported('argo').text);
  const whole = spec.templates.find(({ name }: { name: string }) => name === 'whole');
  assert.equal(whole.script.image, 'python:3');
  assert.deepEqual(whole.script.resources.limits, { cpu: '2', memory: '1073741824', 'nvidia.com/gpu': '1' });
  assert.deepEqual(whole.volumes, [{ name: 'volume-0', hostPath: { path: '/data' } }]);
  assert.deepEqual(whole.script.volumeMounts[1], { name: 'volume-0', mountPath: '/in', readOnly: true });
  assert.deepEqual(whole.securityContext, { runAsUser: 1000, runAsGroup: 100 });
});

test('a task with a container is a pod in Airflow, told as a loss, and others stay what they are', () => {
  const airflow = exported('airflow');
  assert.match(
    airflow.text,
    /whole = PipelinePod\(\n(?: {8}.*\n)*? {8}image="python:3",\n {8}mounts=\[\("\/data", "\/in", True\)\],/,
  );
  assert.match(airflow.text, /here = PipelineTask\(/);
  assert.match(airflow.text, /SECRETS = \[Secret\("env", "TOKEN", "a-secrets", "TOKEN"\)\]/);
  assert.match(told(airflow, 'container').join('\n'), /lost plain: Airflow runs it in a pod of Kubernetes/);
  assert.match(
    told(airflow, 'container').join('\n'),
    /lost whole: Kubernetes knows no options of docker run: --shm-size=8g/,
  );
  const without = exported('airflow', 'tasks: { a: { run: echo } }\n').text;
  assert.doesNotMatch(without, /[Kk]ubernetes/, 'the provider is not needed without a container');
});

test('what would be another folder, or another user, is refused', () => {
  const odd = 'tasks: { a: { run: echo, container: { image: x, volumes: ["cache:/c"], user: ada } } }\n';
  for (const target of ['airflow', 'argo'] as const) {
    const refused = told(exported(target, odd), 'container').filter(line => line.startsWith('refused'));
    assert.equal(refused.length, 2, refused.join('\n'));
  }
  const network = 'tasks: { a: { run: echo, container: { image: x, options: ["--network=none"] } } }\n';
  assert.match(told(exported('github', network), 'container').join('\n'), /refused a: GitHub takes no --network/);
});

test('an executor that is not here is lost, one that starts containers is not', () => {
  const pipeline = `
executors: { cluster: { type: slurm } }
tasks:
  far: { run: echo, executor: cluster }
  near: { run: echo, executor: local }
  boxed: { run: echo, executor: docker, container: x }
`;
  for (const target of ['airflow', 'argo', 'github'] as const) {
    const found = exported(target, pipeline);
    assert.match(told(found, 'executor').join('\n'), /^lost far: .* not by `cluster`[^\n]*$/);
    assert.equal(told(found, 'executors').length, 1);
  }
});
