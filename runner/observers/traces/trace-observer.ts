import { pathToFileURL } from 'node:url';
import { isGroup } from '../../../pipeline/pipeline.ts';
import type { RunEvent } from '../../event.ts';
import type { TaskState } from '../../run-state.ts';
import { maskedValue } from '../masked-value.ts';
import type { ObserverTools, RunObserver } from '../observer.ts';
import { withinPatience } from '../patience.ts';
import { runNames } from '../run-names.ts';
import { attemptWords, endWords, outcomeWords, placeWords, runWords, type SpanWords } from './span-words.ts';
import { readTraceParent, type TraceParent, traceParentText } from './trace-parent.ts';
import type { NewSpan, StartedSpan, TraceProvider, traceProvider } from './trace-provider.ts';
import { wrongProtocol } from './wrong-protocol.ts';

/** Tells of a run as a trace, by spans that `provide` makes: a span for the run, below it one for each group and each attempt. */
export function traceObserver(tools: ObserverTools, provide: typeof traceProvider): RunObserver | undefined {
  const fault = wrongProtocol(tools.env);
  if (fault === undefined) return new TraceObserver(tools, provide);
  tools.note(fault);
  return undefined;
}

class TraceObserver implements RunObserver {
  readonly #tools: ObserverTools;
  readonly #names;
  readonly #provider: TraceProvider;
  readonly #above: TraceParent | undefined;
  readonly #open = new Map<string, StartedSpan>();
  readonly #run: StartedSpan;
  #isRefused = false;

  constructor(tools: ObserverTools, provide: typeof traceProvider) {
    this.#tools = tools;
    const { started } = tools.place.state;
    this.#names = runNames(started);
    this.#above = readTraceParent(tools.origin.traceparent);
    const of = { 'cicd.pipeline.name': started.name, 'cicd.pipeline.run.id': started.runId };
    const { commit } = started.git ?? {};
    const here = { 'host.name': started.host, ...of, ...(commit && { 'vcs.ref.head.revision': commit }) };
    const version = started.versions.dagwright;
    this.#provider = provide(version, maskedValue(here, tools.masked), why => this.#refused(why));
    this.#run = this.#start({
      name: `RUN ${started.name}`,
      startedAt: started.at,
      spanId: this.#names.spanId(),
      ...(this.#above && { parent: this.#above }),
      isRun: true,
      attributes: { ...of, ...this.#runAttributes() },
    });
    this.#takeUp();
  }

  hear(event: RunEvent): void {
    switch (event.type) {
      case 'group_opened':
        this.#startNamed(event.task, 0, event.at);
        break;
      case 'attempt_started':
        this.#startNamed(event.task, event.attempt, event.at);
        break;
      case 'attempt_ended':
        this.#endAttempt(event);
        break;
      case 'task_ended':
        this.#endTask(event.task, event.at);
        break;
      case 'run_ended':
        this.#finish(this.#run, runWords(event), event.at);
        break;
      case 'run_resumed':
        this.#run.note('resumed', event.at);
        break;
      case 'run_started':
      case 'task_queued':
      case 'attempt_placed':
      case 'cancel_requested':
        break;
      default:
        event satisfies never;
    }
  }

  variables(task: string, attempt: number): Readonly<Record<string, string>> {
    const spanId = this.#names.spanId(task, attempt);
    return { TRACEPARENT: traceParentText({ ...this.#context(), spanId }) };
  }

  async end(hurry: AbortSignal): Promise<void> {
    const isDone = await withinPatience(
      this.#provider.flush().catch(() => undefined),
      hurry,
    );
    if (!isDone) this.#refused('it does not answer');
    this.#provider.close();
  }

  #refused(why: string): void {
    if (this.#isRefused) return;
    this.#isRefused = true;
    this.#tools.note(`Traces of the run could not be sent, or not all of them: ${why}`);
  }

  #runAttributes(): SpanWords['attributes'] {
    const { run, state } = this.#tools.place;
    const { file, git, trigger, rerunOf } = state.started;
    return {
      'cicd.pipeline.action.name': 'RUN',
      'cicd.pipeline.run.url.full': pathToFileURL(run).href,
      'dagwright.file': file,
      ...(git && { 'dagwright.git.dirty': git.dirty }),
      ...(trigger && { 'dagwright.trigger': trigger.kind }),
      ...(rerunOf !== undefined && { 'dagwright.rerun_of': rerunOf }),
    };
  }

  /** Of a run that is resumed: what was under way begins again, with the ids that it had. */
  #takeUp(): void {
    for (const task of this.#tools.place.state.tasks.values()) {
      if (task.openedAt !== undefined && task.endedAt === undefined) this.#startTask(task, 0, task.openedAt);
      task.attempts.forEach(({ startedAt, endedAt }, index) => {
        if (endedAt === undefined) this.#startTask(task, index + 1, startedAt);
      });
    }
  }

  #startNamed(name: string, attempt: number, at: number): void {
    const task = this.#tools.place.state.tasks.get(name);
    if (task) this.#startTask(task, attempt, at);
  }

  #startTask(task: TaskState, attempt: number, startedAt: number): StartedSpan {
    const { run } = this.#tools.place;
    const group = task.definition.group;
    const context = this.#context();
    const queuedAt = task.attempts[attempt - 1]?.queuedAt;
    const span = this.#start({
      name: task.name,
      startedAt,
      spanId: this.#names.spanId(task.name, attempt),
      parent: group === undefined ? context : { ...context, spanId: this.#names.spanId(group, 0) },
      attributes: {
        ...attemptWords(run, task, attempt),
        ...(queuedAt !== undefined && { 'dagwright.queued_ms': startedAt - queuedAt }),
        ...(isGroup(task.definition) && { 'dagwright.group': true }),
      },
      ...(attempt > 1 && { follows: this.#names.spanId(task.name, attempt - 1) }),
    });
    this.#open.set(key(task.name, attempt), span);
    return span;
  }

  #endAttempt({ task, attempt, outcome, at }: Extract<RunEvent, { type: 'attempt_ended' }>): void {
    const place = placeWords(this.#tools.place.state.tasks.get(task)?.attempts[attempt - 1]?.place);
    const words = outcomeWords(outcome);
    this.#end(key(task, attempt), { ...words, attributes: { ...words.attributes, ...place } }, at);
  }

  #endTask(name: string, at: number): void {
    const task = this.#tools.place.state.tasks.get(name);
    if (!task || task.attempts.length > 0) return;
    if (!this.#open.has(key(name, 0))) this.#startTask(task, 0, at);
    this.#end(key(name, 0), endWords(task), at);
  }

  #end(which: string, words: SpanWords, at: number): void {
    const span = this.#open.get(which);
    if (span) this.#finish(span, words, at);
    this.#open.delete(which);
  }

  #finish(span: StartedSpan, { attributes, error }: SpanWords, at: number): void {
    span.end(maskedValue({ attributes, ...(error !== undefined && { error }) }, this.#tools.masked), at);
  }

  #start(span: Omit<NewSpan, 'traceId'>): StartedSpan {
    const { name, attributes } = maskedValue({ name: span.name, attributes: span.attributes }, this.#tools.masked);
    return this.#provider.start({ ...span, name, attributes, traceId: this.#above?.traceId ?? this.#names.traceId });
  }

  /** That of the run's span. */
  #context(): TraceParent {
    return this.#run.context;
  }
}

function key(task: string, attempt: number): string {
  return `${attempt} ${task}`;
}
