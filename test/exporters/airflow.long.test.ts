import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportAirflow } from '../../exporters/airflow/export-airflow.ts';
import { isGroup } from '../../pipeline/pipeline.ts';
import type { EndStatus } from '../../runner/event.ts';
import { randomFrom } from '../random.ts';
import { exportSource } from './export-source.ts';
import { randomPipeline } from './random-pipeline.ts';
import { type DagNode, readDag } from './read-dag.ts';
import { type Outcome, statusesOf, whether } from './statuses.ts';

test('the tasks of an exported DAG end as those of the pipeline, whatever fails or is skipped', () => {
  let compared = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const source = exportSource(randomPipeline(random));
    const { files } = exportAirflow(source);
    if (!files[0]) continue;
    const dag = readDag(files[0].text);
    const outcomes = new Map(source.tasks.map(({ name }) => [name, pick(random)]));
    const outcome: Outcome = name => outcomes.get(name) ?? 'success';
    const ours = statusesOf(source.tasks, outcome);
    const theirs = dagStatuses(
      dag,
      outcome,
      new Map(source.tasks.map(task => [task.name, task.group])),
      new Set(source.tasks.filter(task => task.if !== undefined).map(({ name }) => name)),
    );
    for (const task of source.tasks.filter(found => !isGroup(found))) {
      assert.equal(theirs.get(task.name), ours.get(task.name), `${task.name} of seed ${seed}\n${source.text}`);
      compared++;
    }
  }
  assert.ok(compared > 1000, `${compared} tasks were compared`);
});

function pick(random: () => number): ReturnType<Outcome> {
  const number = random();
  return number < 0.6 ? 'success' : number < 0.8 ? 'failed' : 'skipped';
}

/** How Airflow would end the tasks, by the names that they have in the pipeline. */
function dagStatuses(
  dag: ReadonlyMap<string, DagNode>,
  outcome: Outcome,
  groups: ReadonlyMap<string, string | undefined>,
  conditional: ReadonlySet<string>,
): ReadonlyMap<string, EndStatus> {
  const statuses = new Map<string, EndStatus>();
  const status = (id: string): EndStatus => {
    const known = statuses.get(id);
    if (known) return known;
    const node = dag.get(id);
    assert.ok(node, `there is no ${id}`);
    const found = nodeStatus(node);
    statuses.set(id, found);
    return found;
  };
  const nodeStatus = (node: DagNode): EndStatus => {
    const upstream = node.upstream.map(status);
    if (node.kind === 'by_state')
      return upstream[0] === 'upstream_failed' ? 'failed' : upstream[0] === 'skipped' ? 'skipped' : 'success';
    const ends = whether({ triggerRule: node.rule }, upstream);
    if (ends !== 'run') return ends;
    if (node.kind === 'join') return 'success';
    const name = nameOf(node);
    const condition = [name, groups.get(name)].find(found => found !== undefined && conditional.has(found));
    if (condition !== undefined) {
      assert.ok(node.arguments.only_if, `${name} has its condition`);
      if (outcome(condition) === 'skipped') return 'skipped';
    }
    return outcome(name) === 'failed' ? 'failed' : 'success';
  };
  return new Map([...dag.values()].map(node => [nameOf(node), status(node.id)]));
}

function nameOf({ arguments: { known_as: name }, id }: DagNode): string {
  return name === undefined ? id : JSON.parse(name);
}
