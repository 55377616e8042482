import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { exportArgo } from '../../exporters/argo/export-argo.ts';
import { randomFrom } from '../random.ts';
import { exampleSource } from './example-source.ts';
import { exportSource } from './export-source.ts';
import { randomPipeline } from './random-pipeline.ts';
import { richPipeline } from './rich-pipeline.ts';
import { type Outcome, statusesOf } from './statuses.ts';

interface DagTask {
  readonly name: string;
  readonly depends?: string;
  readonly when?: string;
  readonly withItems?: readonly unknown[];
}

test('the tasks of an exported workflow end as those of the pipeline, whatever fails or is skipped', () => {
  let compared = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomFrom(seed);
    const source = exportSource(randomPipeline(random));
    const { files } = exportArgo(source);
    if (!files[0]) continue;
    const tasks: readonly DagTask[] = parse(files[0].text).spec.templates[0].dag.tasks;
    const outcomes = new Map(source.tasks.map(({ name }) => [name, pick(random)]));
    const outcome: Outcome = name => outcomes.get(name) ?? 'success';
    const ours = statusesOf(source.tasks, outcome);
    const theirs = argoStatuses(tasks, source.tasks, outcome);
    for (const task of source.tasks.filter(({ group }) => group === undefined)) {
      const found = theirs.get(task.name);
      if (found === undefined) continue;
      const words = {
        success: 'Succeeded',
        failed: 'Failed',
        skipped: 'no run',
        upstream_failed: 'no run',
        cancelled: '',
      };
      assert.equal(
        found.replace(/Skipped|Omitted/, 'no run'),
        words[ours.get(task.name) ?? 'cancelled'],
        `${task.name} of seed ${seed}\n${source.text}`,
      );
      compared++;
    }
  }
  assert.ok(compared > 400, `${compared} tasks were compared`);
});

test('an exported workflow is as the schema of Argo wants it, with no word that it does not know', () => {
  const text = gunzipSync(readFileSync(new URL('argo-schema.json.gz', import.meta.url))).toString();
  const ajv = new Ajv({ strict: false });
  ajv.addSchema(JSON.parse(text), 'argo');
  const check = (file: string) => {
    const found = parse(file);
    const validate = ajv.getSchema(`argo#/definitions/io.argoproj.workflow.v1alpha1.${found.kind}`);
    assert.ok(validate);
    return validate(found) ? [] : (validate.errors ?? []).map(error => `${error.instancePath} ${error.message}`);
  };
  assert.notDeepEqual(check('kind: Workflow\nmetadata: {}\nspec: { entrypont: main }\n'), []);
  for (const source of [exampleSource('penguins'), exportSource(richPipeline)]) {
    const { files, losses } = exportArgo(source);
    assert.deepEqual(
      losses.filter(({ level }) => level === 'refused').map(({ message }) => message),
      [],
    );
    assert.deepEqual(check(files[0]?.text ?? ''), []);
  }
});

function pick(random: () => number): ReturnType<Outcome> {
  const number = random();
  return number < 0.6 ? 'success' : number < 0.8 ? 'failed' : 'skipped';
}

/** How Argo would end the tasks: not started when `depends` does not hold, skipped when `when` does not. */
function argoStatuses(
  nodes: readonly DagTask[],
  tasks: ReturnType<typeof exportSource>['tasks'],
  outcome: Outcome,
): ReadonlyMap<string, string> {
  const statuses = new Map<string, string>();
  const nameOf = (id: string) => tasks.find(({ name }) => name.replace('[n=', '-').replace(']', '') === id)?.name ?? id;
  const status = (id: string): string => {
    const node = nodes.find(({ name }) => name === id);
    assert.ok(node, `there is no task ${id}`);
    const known = statuses.get(id) ?? statusOf(node);
    statuses.set(id, known);
    return known;
  };
  const statusOf = (node: DagTask): string => {
    if (node.depends !== undefined && !holds(node.depends, status)) return 'Omitted';
    const name = nameOf(node.name);
    const task = tasks.find(other => other.name === name);
    const holder = task?.if !== undefined ? name : (task?.group ?? name);
    if (node.when !== undefined && outcome(holder) === 'skipped') return 'Skipped';
    const runs = node.withItems ? tasks.filter(({ group }) => group === name).map(member => member.name) : [name];
    return runs.some(run => outcome(run) === 'failed') ? 'Failed' : 'Succeeded';
  };
  return new Map(nodes.map(({ name }) => [nameOf(name), status(name)]));
}

/** Works out `a.Succeeded && (b.Failed || !(c.Omitted))`. */
function holds(depends: string, status: (id: string) => string): boolean {
  const words = depends.match(/[\w-]+\.\w+|&&|\|\||[!()]/g) ?? [];
  const either = (): boolean => {
    let found = both();
    while (words[0] === '||') {
      words.shift();
      found = both() || found;
    }
    return found;
  };
  const both = (): boolean => {
    let found = one();
    while (words[0] === '&&') {
      words.shift();
      found = one() && found;
    }
    return found;
  };
  const one = (): boolean => {
    const word = words.shift() ?? '';
    if (word === '!') return !one();
    if (word === '(') {
      const found = either();
      assert.equal(words.shift(), ')');
      return found;
    }
    const [id = '', result] = word.split('.');
    return status(id) === result;
  };
  return either();
}
