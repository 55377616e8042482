import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import { plainName } from '../common-losses.ts';
import type { ExportSource } from '../export-source.ts';
import type { Exported } from '../exported.ts';
import { ExpressionWriter } from '../expressions/expression-writer.ts';
import { findJobs } from '../jobs/find-jobs.ts';
import { Losses } from '../losses.ts';
import { marked, place } from '../own-mark.ts';
import { conditionsOf, endsOf, openingOf } from '../rules/group-ends.ts';
import { RuleConditions } from '../rules/rule-condition.ts';
import { RunIndex } from '../run-index.ts';
import { commentText, sourceLines } from '../source-lines.ts';
import { YamlMap, type YamlValue, yamlRecord, yamlText } from '../yaml-text.ts';
import { githubDialect } from './github-dialect.ts';
import { tellGithubLosses } from './github-losses.ts';
import { jobContainer } from './job-container.ts';
import { jobOutputs, jobSteps } from './job-steps.ts';
import { filled, type JobWriting } from './job-writing.ts';
import { workflowStart } from './workflow-start.ts';

/** A workflow for GitHub Actions: a job for each task. It is written from the root of the repository. */
export function exportGithub(source: ExportSource): Exported {
  const losses = new Losses(source);
  tellGithubLosses(source.pipeline, source.tasks, losses);
  const jobs = findJobs(source);
  const index = new RunIndex({ ...source, tasks: jobs.tasks });
  const read = new Map<string, Set<Task>>();
  const writer = new ExpressionWriter(
    githubDialect({
      id: jobs.id,
      read: (from, reader) => read.set(reader.name, (read.get(reader.name) ?? new Set()).add(from)),
      isCertain: (from, reader) =>
        reader.triggerRule === 'all_success' && reader.needs.includes(from.name) && !from.continueOnError,
      hasSchedule: source.pipeline.triggers.some(({ kind }) => kind === 'cron'),
    }),
    index,
  );
  const writing = { index, jobs, writer, losses };
  const all = new JobEntries(writing, read).all();
  const name = plainName(source.name);
  const text = `# Exported from ${source.file} (mark ${place}). It is yours, and needs nothing but GitHub Actions.\n${yamlText(
    new YamlMap(...workflowStart(writing), ['jobs', new YamlMap(...all)]),
  )}`;
  return losses.exported(() => [
    {
      path: `.github/workflows/${name}.yml`,
      text: marked(text.replaceAll(/\n(?= {2}# )/g, '\n\n').replace('jobs:\n\n', 'jobs:\n')),
    },
  ]);
}

type JobEntry = readonly [string, YamlMap, string];

class JobEntries {
  readonly #writing: JobWriting;
  /** What each job reads of others, as its expressions turn out. */
  readonly #read: ReadonlyMap<string, ReadonlySet<Task>>;
  readonly #rules: RuleConditions;
  readonly #before = new Map<string, ReadonlySet<Task>>();
  readonly #plain = new Map<string, boolean>();

  constructor(writing: JobWriting, read: ReadonlyMap<string, ReadonlySet<Task>>) {
    this.#writing = writing;
    this.#read = read;
    const result = (task: Task) => `needs.${writing.jobs.id(task)}.result`;
    this.#rules = new RuleConditions(writing.index, {
      succeeded: task => `${result(task)} == 'success'`,
      failed: task => `${result(task)} == 'failure'`,
      notRun: task => `${result(task)} == 'skipped'`,
    });
  }

  all(): readonly JobEntry[] {
    const { index, jobs } = this.#writing;
    const lineOf = sourceLines(index.source);
    return index.source.tasks
      .filter(task => !isGroup(task) || task.foreach !== undefined)
      .map(task => {
        const about = task.description === undefined || task.instance ? '' : `: ${commentText(task.description)}`;
        return [jobs.id(task), this.#job(task), `${index.source.file}, line ${lineOf(task.name)}${about}`];
      });
  }

  #job(task: Task): YamlMap {
    const { jobs, index } = this.#writing;
    const steps = jobSteps(task, [...this.#filesAbove(task)], this.#writing);
    const env = this.#environment(task);
    const condition = this.#condition(task);
    const needs = this.#needs(task);
    return new YamlMap(
      ['name', jobs.id(task) === task.name ? undefined : task.name],
      ['needs', needs.length === 0 ? undefined : needs.map(jobs.id)],
      [
        'if',
        condition(
          needs.length >
            openingOf(task, index)
              .needs.flatMap(name => index.get(name) ?? [])
              .flatMap(need => endsOf(need, index)).length,
        ),
      ],
      ['runs-on', 'ubuntu-latest'],
      ['container', jobContainer(task, this.#writing)],
      ['strategy', this.#strategy(task)],
      ['outputs', jobOutputs(task)],
      ['env', env],
      ['steps', steps],
    );
  }

  #strategy(task: Task): YamlMap | undefined {
    const { jobs, losses, writer } = this.#writing;
    const matrix = jobs.matrixOf(task);
    const combinations = (items: readonly Readonly<Record<string, YamlValue>>[]) =>
      items.length === 0 ? undefined : items.map(yamlRecord);
    if (matrix) {
      const axes = Object.entries(matrix.axes).map(([name, values]) => [name, values] as const);
      return new YamlMap(
        ['fail-fast', false],
        [
          'matrix',
          new YamlMap(...axes, ['exclude', combinations(matrix.exclude)], ['include', combinations(matrix.include)]),
        ],
      );
    }
    if (!task.foreach) return undefined;
    const list = writer.template(
      task.foreach.list.includes('${{') ? task.foreach.list : `\${{ ${task.foreach.list} }}`,
      { ...task, foreach: undefined } as unknown as Task,
    );
    if (typeof list === 'string') losses.refused(task.name, 'foreach', list);
    return new YamlMap(
      ['fail-fast', false],
      ['matrix', new YamlMap([task.foreach.as, `\${{ ${typeof list === 'string' ? '' : list.text} }}`])],
    );
  }

  #environment(task: Task): YamlMap | undefined {
    const { index } = this.#writing;
    const users: Task[] = [];
    for (
      let at = task.scope === undefined ? undefined : index.get(task.scope);
      at;
      at = at.scope === undefined ? undefined : index.get(at.scope)
    )
      users.unshift(at);
    const shared = task.scope === undefined ? {} : index.pipelineOf(task).env;
    const env: Record<string, string> = {
      ...shared,
      ...Object.fromEntries(users.flatMap(user => Object.entries(user.env))),
      ...task.env,
    };
    const entries = Object.entries(env).map(
      ([name, value]) => [name, filled(value, 'env', task, this.#writing)] as const,
    );
    return entries.length === 0 ? undefined : new YamlMap(...entries);
  }

  /** Its needs first, then what it reads without needing it. */
  #needs(task: Task): readonly Task[] {
    const { index } = this.#writing;
    const needs = openingOf(task, index).needs.flatMap(name => index.get(name) ?? []);
    return [...new Set([...needs.flatMap(need => endsOf(need, index)), ...(this.#read.get(task.name) ?? [])])];
  }

  /** GitHub's own rule asks all jobs above, not the needs: it is left to it only where that is the same. */
  #condition(task: Task): (readsMore: boolean) => string | undefined {
    const { index, writer, losses } = this.#writing;
    const rule = this.#rules.of(task);
    if ('refused' in rule) losses.refused(task.name, 'trigger_rule', rule.refused);
    const own = conditionsOf(task, index).map(({ text, viewpoint }) => {
      const written = writer.expression(text, viewpoint === task ? task : { ...viewpoint, name: task.name });
      if (typeof written === 'string') losses.refused(task.name, 'if', written);
      else return written.atomic ? written.text : `(${written.text})`;
      return '';
    });
    return readsMore => {
      const isPlain = this.#isPlain(task) && !readsMore;
      if (isPlain && own.length === 0) return undefined;
      const asked =
        'refused' in rule || rule.text === true || rule.text === 'true'
          ? []
          : [rule.text.includes('||') ? `(${rule.text})` : rule.text];
      const text = [...(isPlain ? [] : ['!cancelled()', ...asked]), ...own].join(' && ');
      return `\${{ ${text} }}`;
    };
  }

  /** Whether it, and all above it, start when all needs have succeeded. */
  #isPlain(task: Task): boolean {
    const known = this.#plain.get(task.name);
    if (known !== undefined) return known;
    this.#plain.set(task.name, true);
    const { index } = this.#writing;
    const { triggerRule, needs } = openingOf(task, index);
    const above = needs.flatMap(name => index.get(name) ?? []).flatMap(need => endsOf(need, index));
    const isGrouped = needs.some(name =>
      endsOf(index.get(name) ?? task, index).some(end => conditionsOf(end, index).length > 0 && end.name !== name),
    );
    const found =
      (needs.length === 0 || triggerRule === 'all_success') && !isGrouped && above.every(need => this.#isPlain(need));
    this.#plain.set(task.name, found);
    return found;
  }

  /** The tasks above it that give files, the first to the last. */
  #filesAbove(task: Task): ReadonlySet<Task> {
    const known = this.#before.get(task.name);
    if (known) return known;
    const found = new Set<Task>();
    this.#before.set(task.name, found);
    for (const need of this.#needsOnly(task)) {
      for (const other of this.#filesAbove(need)) found.add(other);
      if (Object.values(need.outputs).some(output => 'path' in output)) found.add(need);
    }
    return found;
  }

  #needsOnly(task: Task): readonly Task[] {
    const { index } = this.#writing;
    return openingOf(task, index)
      .needs.flatMap(name => index.get(name) ?? [])
      .flatMap(need => endsOf(need, index));
  }
}
