import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { exportAirflow } from '../../exporters/airflow/export-airflow.ts';
import { exportArgo } from '../../exporters/argo/export-argo.ts';
import { exportGithub } from '../../exporters/github/export-github.ts';
import { randomFrom } from '../random.ts';
import { exportSource } from './export-source.ts';
import { randomPipeline } from './random-pipeline.ts';
import { readDag } from './read-dag.ts';

type Source = ReturnType<typeof exportSource>;
type Edges = Readonly<Record<string, readonly string[]>>;

const engines = {
  Airflow: { write: exportAirflow, read: dagEdges, least: 80 },
  'Argo Workflows': { write: exportArgo, read: workflowEdges, least: 25 },
  'GitHub Actions': { write: exportGithub, read: jobEdges, least: 60 },
};

for (const [name, { write, read, least }] of Object.entries(engines)) {
  test(`the graph that is read back from an export for ${name} has the tasks and needs of the pipeline, no more and no less`, () => {
    let compared = 0;
    for (let seed = 1000; seed < 1100; seed++) {
      const source = exportSource(randomPipeline(randomFrom(seed)));
      const [file] = write(source).files;
      if (!file) continue;
      assert.deepEqual(read(file.text), edgesOf(source), `seed ${seed}\n${source.text}`);
      compared++;
    }
    assert.ok(compared >= least, `${compared} exports were compared`);
  });
}

/** Each task with its needs, both in the order of their names; instances stand in their task. */
function edgesOf({ tasks }: Source): Edges {
  return sorted(tasks.filter(({ group }) => group === undefined).map(({ name, needs }) => [name, needs]));
}

function dagEdges(text: string): Edges {
  // What a run gave on is read by tasks of the DAG's own.
  const nodes = [...readDag(text).values()].filter(({ id }) => taskOf(id) !== 'run');
  return sorted(
    nodes.map(({ id, upstream }) => [taskOf(id), upstream.map(taskOf).filter(other => other !== taskOf(id))]),
  );
}

function workflowEdges(text: string): Edges {
  const nodes: readonly { name: string; depends?: string }[] = parse(text).spec.templates[0].dag.tasks;
  return sorted(
    nodes.map(({ name, depends = '' }) => [
      taskOf(name),
      [...depends.matchAll(/([\w-]+)\.\w+/g)].map(([, other = '']) => taskOf(other)),
    ]),
  );
}

function jobEdges(text: string): Edges {
  const jobs: Readonly<Record<string, { needs?: string | readonly string[] }>> = parse(text).jobs;
  return sorted(Object.entries(jobs).map(([id, { needs = [] }]) => [taskOf(id), [needs].flat().map(taskOf)]));
}

function taskOf(id: string): string {
  return id.replace(/[-._].*$/, '');
}

function sorted(edges: readonly (readonly [string, readonly string[]])[]): Edges {
  const needs = new Map<string, Set<string>>();
  for (const [name, others] of edges) needs.set(name, new Set([...(needs.get(name) ?? []), ...others]));
  return Object.fromEntries([...needs].sort().map(([name, others]) => [name, [...others].sort()]));
}
