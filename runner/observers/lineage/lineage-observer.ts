import { isGroup } from '../../../pipeline/pipeline.ts';
import type { Outcome, RunEvent } from '../../event.ts';
import { outcomeText, reasonText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { maskedValue } from '../masked-value.ts';
import type { ObserverTools, RunObserver } from '../observer.ts';
import { runNames } from '../run-names.ts';
import { fileOutbox } from './file-outbox.ts';
import { HttpOutbox } from './http-outbox.ts';
import type { LineageEvent } from './lineage-event.ts';
import { type LineageParent, lineageParent, parentVariables } from './lineage-parent.ts';
import { type LineageTarget, lineageTarget } from './lineage-settings.ts';
import { LineageWriter } from './lineage-writer.ts';
import type { Outbox } from './outbox.ts';

/** Tells of a run by OpenLineage: the run is a run of a job, and each attempt is one below it. */
export function lineageObserver(tools: ObserverTools): RunObserver | undefined {
  const target = lineageTarget(tools.env);
  if (!('fault' in target)) return new LineageObserver(tools, outboxFor(target, tools.note));
  tools.note(target.fault);
  return undefined;
}

function outboxFor(target: LineageTarget, note: ObserverTools['note']): Outbox {
  return target.kind === 'http' ? new HttpOutbox(target, note) : fileOutbox(target, note);
}

class LineageObserver implements RunObserver {
  readonly #tools: ObserverTools;
  readonly #outbox: Outbox;
  readonly #state: RunState;
  readonly #writer: LineageWriter;
  readonly #root: LineageParent['root'];

  constructor(tools: ObserverTools, outbox: Outbox) {
    const { place, env, origin } = tools;
    this.#tools = tools;
    this.#outbox = outbox;
    this.#state = place.state;
    const above = lineageParent(origin);
    const names = runNames(place.state.started);
    this.#writer = new LineageWriter(place, names, env.OPENLINEAGE_NAMESPACE || 'dagwright', above);
    this.#root = above?.root ?? this.#writer.ofRun();
  }

  hear(event: RunEvent): void {
    switch (event.type) {
      case 'run_started':
        this.#send(this.#writer.run('START', event.at));
        break;
      case 'run_resumed':
        this.#send(this.#writer.run('RUNNING', event.at));
        break;
      case 'attempt_started':
        this.#withTask(event, task => this.#send(this.#writer.attempt('START', event.at, task, event.attempt)));
        break;
      case 'attempt_ended':
        this.#withTask(event, task => this.#endAttempt(task, event.attempt, event.outcome, event.at));
        break;
      case 'task_ended':
        this.#withTask(event, task => this.#endTask(task, event.at));
        break;
      case 'run_ended':
        this.#endRun(event);
        break;
      case 'group_opened':
      case 'task_queued':
      case 'attempt_placed':
      case 'cancel_requested':
        break;
      default:
        event satisfies never;
    }
  }

  variables(task: string, attempt: number): Readonly<Record<string, string>> {
    return parentVariables({ parent: this.#writer.ofAttempt(task, attempt), root: this.#root });
  }

  end(hurry: AbortSignal): Promise<void> {
    return this.#outbox.end(hurry);
  }

  #withTask({ task: name }: { readonly task: string }, action: (task: TaskState) => void): void {
    const task = this.#state.tasks.get(name);
    if (task) action(task);
  }

  #endAttempt(task: TaskState, attempt: number, outcome: Outcome, at: number): void {
    const type = typeOf(outcome);
    const error = type === 'FAIL' ? outcomeText(outcome) : undefined;
    this.#send(this.#writer.attempt(type, at, task, attempt, error));
  }

  /** Only what had no attempts is told here: what came from the cache, and what could not be started. */
  #endTask(task: TaskState, at: number): void {
    const { status, reason, source, attempts } = task;
    if (attempts.length > 0) return;
    const isDone = status === 'success' && source !== undefined && !isGroup(task.definition);
    const isFault = status === 'failed' && reason?.kind === 'error';
    if (!isDone && !isFault) return;
    this.#send(this.#writer.attempt('START', at, task, 0));
    this.#send(this.#writer.attempt(isDone ? 'COMPLETE' : 'FAIL', at, task, 0, reason && reasonText(reason)));
  }

  #endRun({ status, message, at }: Extract<RunEvent, { type: 'run_ended' }>): void {
    if (status === 'success') this.#send(this.#writer.run('COMPLETE', at));
    else if (status === 'failed') this.#send(this.#writer.run('FAIL', at, message ?? failedText(this.#state)));
    else this.#send(this.#writer.run('ABORT', at));
  }

  #send(event: LineageEvent): void {
    this.#outbox.add(event.run.runId, JSON.stringify(maskedValue(event, this.#tools.masked)));
  }
}

function typeOf({ kind }: Outcome): 'COMPLETE' | 'ABORT' | 'FAIL' {
  if (kind === 'success') return 'COMPLETE';
  return kind === 'cancelled' ? 'ABORT' : 'FAIL';
}

function failedText({ tasks }: RunState): string {
  const failed = [...tasks.values()].filter(
    ({ status, definition }) => status === 'failed' && !definition.continueOnError,
  );
  const shown = failed.slice(0, 10).map(({ name }) => name);
  return `${shown.join(', ')}${failed.length > shown.length ? ` and ${failed.length - shown.length} more` : ''} failed`;
}
