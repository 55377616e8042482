import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { exportGithub } from '../../exporters/github/export-github.ts';
import { evaluate, isTruthy } from '../../pipeline/expression.ts';
import { randomFrom } from '../random.ts';
import { exportSource } from './export-source.ts';
import { randomPipeline } from './random-pipeline.ts';
import { type Outcome, statusesOf } from './statuses.ts';

interface Job {
  readonly name?: string;
  readonly needs?: readonly string[];
  readonly if?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps: readonly { readonly id?: string; readonly 'continue-on-error'?: boolean }[];
}

test('the jobs of an exported workflow end as the tasks of the pipeline, whatever fails or is skipped', () => {
  let compared = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomFrom(seed);
    const source = exportSource(randomPipeline(random));
    const { files } = exportGithub(source);
    if (!files[0]) continue;
    const jobs: Readonly<Record<string, Job>> = parse(files[0].text).jobs;
    const outcomes = new Map(source.tasks.map(({ name }) => [name, pick(random)]));
    const outcome: Outcome = name => outcomes.get(name) ?? 'success';
    const ours = statusesOf(source.tasks, outcome);
    const theirs = jobResults(jobs, source.tasks, outcome);
    for (const task of source.tasks.filter(({ group, continueOnError }) => group === undefined && !continueOnError)) {
      const found = theirs.get(task.name);
      if (found === undefined) continue;
      const status = ours.get(task.name) ?? '';
      assert.equal(
        found,
        status === 'upstream_failed' ? 'skipped' : status,
        `${task.name} of seed ${seed}\n${source.text}`,
      );
      compared++;
    }
  }
  assert.ok(compared > 400, `${compared} jobs were compared`);
});

function pick(random: () => number): ReturnType<Outcome> {
  const number = random();
  return number < 0.6 ? 'success' : number < 0.8 ? 'failed' : 'skipped';
}

/** How GitHub would end the jobs: by `if`, or, without, when all jobs above have succeeded. By the names of the tasks. */
function jobResults(
  jobs: Readonly<Record<string, Job>>,
  tasks: ReturnType<typeof exportSource>['tasks'],
  outcome: Outcome,
): ReadonlyMap<string, string> {
  const byName = new Map(tasks.map(task => [task.name, task]));
  const results = new Map<string, string>();
  const aboves = new Map<string, ReadonlySet<string>>();
  const above = (id: string): ReadonlySet<string> => {
    const needs = jobs[id]?.needs ?? [];
    const found = aboves.get(id) ?? new Set(needs.flatMap(need => [need, ...above(need)]));
    aboves.set(id, found);
    return found;
  };
  const result = (id: string): string => {
    const known = results.get(id);
    if (known !== undefined) return known;
    const job = jobs[id];
    assert.ok(job, `there is no job ${id}`);
    const name = job.name ?? id;
    const needs = Object.fromEntries((job.needs ?? []).map(need => [need, { result: result(need) }]));
    const own = byName.get(name);
    const holder = own?.if !== undefined ? own : byName.get(own?.group ?? '');
    const on = holder?.if === undefined || outcome(holder.name) !== 'skipped';
    const starts =
      job.if === undefined
        ? [...above(id)].every(other => result(other) === 'success')
        : holds(job.if, needs, on) &&
          (/cancelled\(\)/.test(job.if) || [...above(id)].every(other => result(other) === 'success'));
    const members = job.strategy ? tasks.filter(({ group }) => group === name) : [];
    const ran =
      members.length > 0
        ? members.some(member => outcome(member.name) === 'failed')
          ? 'failed'
          : 'success'
        : outcome(name) === 'failed'
          ? 'failed'
          : 'success';
    const mayFail = job.steps.find(step => step.id === 'task')?.['continue-on-error'] === true;
    const found = starts ? (mayFail ? 'success' : ran) : 'skipped';
    results.set(id, found);
    return found;
  };
  const found = Object.keys(jobs).map(id => [jobs[id]?.name ?? id, result(id)] as const);
  assert.ok(found.every(([name]) => byName.has(name)));
  return new Map(found);
}

function holds(condition: string, needs: Readonly<Record<string, { result: string }>>, on: boolean): boolean {
  const text = condition.replace(/^\$\{\{|\}\}$/g, '').replace('!cancelled()', 'true');
  const named = Object.fromEntries(
    Object.entries(needs).map(([id, { result }]) => [id, { result: result === 'failed' ? 'failure' : result }]),
  );
  const found = evaluate(text, { values: { needs: named, inputs: { on }, github: { event_name: 'push' } } });
  assert.ok(found.ok, `${text}: ${found.ok || found.message}`);
  return isTruthy(found.value);
}
