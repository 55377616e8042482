import { isGroup, type Task } from '../../pipeline/pipeline.ts';
import { AttemptInputs } from '../attempt-inputs.ts';
import { hashFilesIn } from '../cache/hash-files.ts';
import type { LookUp } from '../cache/task-cache.ts';
import { type DecisionFacts, eventOf, type Opening } from '../decision-event.ts';
import type { RunEvent } from '../event.ts';
import { Groups } from '../groups.ts';
import { runFolder } from '../layout.ts';
import { tasksInOrder } from '../run-directory/tasks-in-order.ts';
import { CannotStart, type RunOptions } from '../run-options.ts';
import { runStarted } from '../run-started.ts';
import { applyEvent, initialState, isEnd, type RunState } from '../run-state.ts';
import type { Decision } from '../scheduler/decision.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import type { Condition } from '../scheduler/scheduler-options.ts';
import { ownEnvironment, Scopes } from '../scopes.ts';
import { allSecrets } from '../secrets/given.ts';
import { SecretValues } from '../secrets/secret-values.ts';
import { TaskExpressions } from '../task-expressions.ts';
import type { Workplace } from '../workplace.ts';
import type { Forecast, Will } from './forecast.ts';
import { endReason, needItDependsOn, uncertainNeed } from './forecast-reasons.ts';
import { openUnknown } from './open-unknown.ts';
import { Unknowns } from './unknowns.ts';

/** Looks whether a task has succeeded before; changes nothing. */
export type Peek = (task: Task, place: Workplace) => LookUp | Promise<LookUp>;

/**
 * Goes through a run by the decisions of a real one without starting or writing anything, in the order in which they fall. What runs is taken to
 * succeed; what it would give is not known, and what hangs on that is said to. Throws `CannotStart` as the run would.
 */
export function forecast(options: RunOptions, now: number, peek?: Peek): Promise<Forecast[]> {
  return new ForecastRun(options, now, peek).go();
}

class ForecastRun {
  readonly #state: RunState;
  readonly #place: Workplace;
  readonly #scheduler: Scheduler;
  readonly #unknowns: Unknowns;
  readonly #facts: DecisionFacts;
  readonly #peek: Peek | undefined;
  readonly #forecasts = new Map<string, Forecast>();
  /** What was found out on the way to a task's forecast. */
  readonly #reasons = new Map<string, Pick<Forecast, 'why' | 'need'>>();
  readonly #depending = new Map<string, string>();

  constructor(options: RunOptions, now: number, peek: Peek | undefined) {
    this.#peek = peek;
    this.#state = initialState(runStarted(options, 'plan', now));
    const expressions = new TaskExpressions(
      this.#state,
      hashFilesIn(options.root, () => now),
    );
    const given = options.given ?? new Map();
    const scopes = new Scopes(this.#state, expressions, given);
    const entered = scopes.enterRun();
    if ('error' in entered) throw new CannotStart(entered.error);
    const secrets = new SecretValues(allSecrets(given));
    const run = runFolder(options.root, 'plan');
    const inputs = new AttemptInputs(run, expressions);
    this.#place = { run, state: this.#state, expressions, scopes, inputs, secrets };
    this.#unknowns = new Unknowns(expressions.index);
    const groups = new Groups(this.#place);
    this.#facts = {
      open: group => this.#open(group, groups),
      outputsOf: group => (this.#isUnknown(group) ? { outputs: {} } : groups.outputsOf(group)),
      takenOver: task => options.takenOver?.get(task.name),
    };
    this.#scheduler = this.#makeScheduler(options, peek !== undefined);
  }

  async go(): Promise<Forecast[]> {
    for (let next = this.#scheduler.next(); next; next = this.#scheduler.next()) {
      if (next.kind === 'finish') break;
      if (next.kind === 'look_up') await this.#lookUp(next.task);
      else if (next.kind === 'start') this.#start(next.task);
      else this.#follow(next);
    }
    return tasksInOrder(this.#state).flatMap(({ name }) => this.#forecasts.get(name) ?? []);
  }

  #makeScheduler({ pipeline, takenOver }: RunOptions, looksUp: boolean): Scheduler {
    return new Scheduler(pipeline, {
      maxParallel: Number.POSITIVE_INFINITY,
      failFast: false,
      random: () => 0,
      condition: task => this.#condition(task),
      ...(looksUp && { looksUp: task => task.cache && !isGroup(task) }),
      ...(takenOver && { isTakenOver: task => takenOver.has(task.name) }),
    });
  }

  #condition(task: Task): Condition {
    const unknown = this.#unknowns.inExpression(task.if ?? '', task);
    if (unknown !== undefined) {
      this.#depending.set(task.name, `if: ${task.if} depends on ${unknown}`);
      return { holds: true };
    }
    const { scopes, expressions } = this.#place;
    const env = ownEnvironment(task, scopes.of(task), expressions);
    return 'error' in env ? env : expressions.condition(task, env.values);
  }

  #open(group: Task, groups: Groups): Opening {
    const opening = openUnknown(group, this.#place, this.#unknowns);
    this.#add(group, 'open', opening ?? { why: [] });
    if (!opening) {
      const known = groups.open(group);
      const isEmpty = group.foreach && 'members' in known && known.members?.length === 0;
      if (isEmpty) this.#add(group, 'open', { why: ['its list is empty'] });
      return known;
    }
    this.#unknowns.add(group.name);
    return opening.opening;
  }

  /** Of a group, when a member of it is not known. */
  #isUnknown(group: Task): boolean {
    const members = this.#place.expressions.index.membersOf(group.name);
    const isUnknown = this.#unknowns.has(group.name) || members.some(({ name }) => this.#unknowns.has(name));
    if (isUnknown) this.#unknowns.add(group.name);
    return isUnknown;
  }

  async #lookUp(task: Task): Promise<void> {
    const need = uncertainNeed(
      task,
      name => this.#forecasts.get(name),
      name => this.#unknowns.has(name),
    );
    const found = need === undefined && this.#peek ? await this.#peek(task, this.#place) : undefined;
    if (found?.kind === 'hit') {
      const { source, outputs } = found;
      this.#add(task, 'cached', { why: [], run: source.run });
      this.#hear({
        type: 'task_ended',
        at: 0,
        task: task.name,
        status: 'success',
        source,
        ...(outputs && { outputs }),
      });
      return;
    }
    this.#reasons.set(
      task.name,
      found ? { why: found.why } : { why: [`its need ${need} will run`], ...(need !== undefined && { need }) },
    );
    this.#scheduler.missed(task);
  }

  #start(task: Task): void {
    this.#unknowns.add(task.name);
    this.#add(
      task,
      'run',
      this.#reasons.get(task.name) ?? { why: [task.cache ? 'the cache is not asked' : 'it has no cache'] },
    );
    this.#hear({ type: 'attempt_started', at: 0, task: task.name, attempt: 1 });
    this.#hear({ type: 'attempt_ended', at: 0, task: task.name, attempt: 1, outcome: { kind: 'success' } });
  }

  #follow(decision: Decision): void {
    const event = eventOf(decision, 0, this.#facts);
    if (!event) return;
    this.#hear(event);
    if (event.type !== 'task_ended') return;
    const task = this.#state.tasks.get(event.task);
    if (!task || (this.#forecasts.has(event.task) && event.status === 'success')) return;
    if (event.source) this.#add(task.definition, 'taken_over', { why: [], run: event.source.run });
    else this.#add(task.definition, willOf(event), { why: [endReason(event, task.definition, this.#place)] });
  }

  #add(task: Task, will: Will, { why, need, run }: Omit<Forecast, 'task' | 'will'>): void {
    const canRun = will === 'run' || will === 'cached' || will === 'open';
    const depends = canRun ? this.#dependsOn(task) : undefined;
    this.#forecasts.set(task.name, {
      ...(depends ? { task, will: 'depends', ...depends } : { task, will, why, ...(need !== undefined && { need }) }),
      ...(run !== undefined && { run }),
    });
    if (depends) this.#unknowns.add(task.name);
  }

  #dependsOn(task: Task): Pick<Forecast, 'why' | 'need'> | undefined {
    const condition = this.#depending.get(task.name);
    if (condition !== undefined) return { why: [condition] };
    const need = needItDependsOn(task, name => this.#forecasts.get(name)?.will === 'depends');
    return need === undefined ? undefined : { why: [`${need} may be skipped`], need };
  }

  #hear(event: RunEvent): void {
    applyEvent(this.#state, event);
    this.#scheduler.heard(event);
    if (event.type === 'group_opened') this.#place.expressions.index.opened(event.members ?? []);
  }
}

function willOf({ status }: Extract<RunEvent, { type: 'task_ended' }>): Will {
  if (!isEnd(status) || status === 'success') return 'open';
  return status === 'skipped' ? 'skipped' : status === 'failed' ? 'fail' : 'not_run';
}
