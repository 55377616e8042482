import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import type { TaskCache } from '../../runner/cache/task-cache.ts';
import type { Clock } from '../../runner/clock.ts';
import type { RunEvent } from '../../runner/event.ts';
import { hear } from '../../runner/event-record.ts';
import type { Durations } from '../../runner/history/durations.ts';
import { remainingPaths } from '../../runner/history/remaining-paths.ts';
import { isPlain } from '../../runner/plain-task.ts';
import type { AttemptCommand, Exit, Processes } from '../../runner/processes/processes.ts';
import { pausedSince } from '../../runner/resume/paused-since.ts';
import { RunLoop } from '../../runner/run-loop.ts';
import { initialState, type RunState } from '../../runner/run-state.ts';
import type { Adopted, Continuation, RunTools } from '../../runner/run-tools.ts';
import { Scheduler } from '../../runner/scheduler/scheduler.ts';

/** A clock that goes on only when it is told to. */
export class FakeClock implements Clock {
  #now = 0;
  #jumped = 0;
  readonly #timers = new Set<{ readonly at: number; readonly action: () => void }>();

  now(): number {
    return this.#now + this.#jumped;
  }

  elapsed(): number {
    return this.#now;
  }

  /** Sets the time of day forward, as a machine does that slept; what waits goes on waiting. */
  jump(time: number): void {
    this.#jumped += time;
  }

  after(delay: number, action: () => void): () => void {
    const timer = { at: this.#now + delay, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  tick(time: number): void {
    this.#now += time;
    for (const timer of [...this.#timers].sort((a, b) => a.at - b.at)) {
      if (timer.at > this.#now || !this.#timers.delete(timer)) continue;
      timer.action();
    }
  }
}

/** What a run that is resumed has behind it. */
export interface Past {
  readonly events: readonly RunEvent[];
  readonly resumedAt: number;
  /** The tasks whose first attempt still runs. */
  readonly running: readonly string[];
  /** Those whose first attempt was only written down. */
  readonly begun: readonly string[];
}

/** What is different from a run without a past, a cache and durations of past runs, in which only the test ends attempts. */
export interface FakeRunOptions {
  readonly facts?: Partial<RunTools['facts']>;
  readonly cache?: TaskCache;
  readonly past?: Past;
  readonly clock?: FakeClock;
  readonly processes?: Processes;
  readonly durations?: Durations;
}

/** A run whose processes, journal and time are in the hands of a test; each line of `log` is one thing that was done. */
export class FakeRun {
  readonly clock: FakeClock;
  readonly log: string[] = [];
  readonly events: RunEvent[] = [];
  readonly state: RunState;
  readonly loop: RunLoop;
  readonly ended: Promise<RunState>;
  /** Makes the next write fail with this message. */
  writeError: string | undefined;
  isReachable = true;
  readonly #exits = new Map<string, (exit: Exit) => void>();

  constructor(pipeline: Pipeline, more: FakeRunOptions = {}) {
    this.clock = more.clock ?? new FakeClock();
    const started = {
      ...{
        type: 'run_started' as const,
        at: 0,
        version: 1,
        runId: 'r',
        name: 'p',
        pipeline,
        file: '/p',
        fileHash: '',
        params: {},
      },
      ...{ maxParallel: 2, failFast: pipeline.failFast, host: 'h', pid: 1, versions: { dagwright: '0', node: '0' } },
    } as const;
    const state = initialState(started);
    this.state = state;
    const { durations } = more;
    const ranks = durations && remainingPaths(pipeline.tasks, durations);
    const options = {
      maxParallel: 2,
      failFast: pipeline.failFast,
      condition: () => ({ holds: true }),
      random: () => 0,
      looksUp: (task: Task) => task.cache,
      ...(ranks && { rank: ({ name }: Task) => ranks.get(name) ?? 0 }),
    };
    const prepare = (task: Task, attempt: number) => {
      const env = { PIPELINE_TASK: task.name };
      const action = { kind: 'script', script: '', shell: 'sh' } as const;
      const path = `/${task.name}.${attempt}`;
      const command = { action, path, workingDirectory: '/', env, isPlain: isPlain(task, durations) };
      return { command, expected: { outputs: {}, base: '/', path } };
    };
    const tools: RunTools = {
      state,
      scheduler: new Scheduler(pipeline, options),
      journal: this.#journal(),
      processes: more.processes ?? this.#processes(),
      clock: this.clock,
      prepare,
      ahead: { isFit: task => isPlain(task, durations), prepare },
      facts: {
        open: () => ({}),
        opened: () => undefined,
        outputsOf: () => ({ outputs: {} }),
        limitOf: () => undefined,
        takenOver: () => undefined,
        ...more.facts,
      },
      ...(more.cache && { cache: more.cache }),
      onEvent: event => this.events.push(event),
    };
    this.loop = new RunLoop(tools);
    this.ended = this.loop.run(more.past && this.#continuation(more.past, tools));
  }

  /** Brings the run to where its runner died, and says what is left of it. */
  #continuation({ events, resumedAt, running, begun }: Past, tools: RunTools): Continuation {
    for (const event of events) hear(event, tools);
    this.clock.tick(resumedAt);
    const owner = { host: 'h', pid: 2, versions: { dagwright: '0', node: '0' } };
    const adopted = (name: string): Adopted => {
      const task = tools.state.tasks.get(name)?.definition;
      if (!task) throw new Error(`there is no ${name}`);
      return { task, attempt: 1, expected: { outputs: {}, base: '/', path: `/${name}.1` } };
    };
    const watched = (name: string): Adopted => ({
      ...adopted(name),
      watch: ended => tools.processes.adopt({ path: `/${name}.1`, shell: 1 }, ended),
    });
    const resumed = { type: 'run_resumed', at: resumedAt, ...owner } as const;
    return {
      resumed,
      pausedSince: pausedSince(tools.state),
      adopted: [...running.map(watched), ...begun.map(adopted)],
    };
  }

  /** Lets the main process of a task's attempt end, and the run take its turn. */
  async exit(task: string, exit: Exit = { kind: 'exit', code: 0 }): Promise<void> {
    const ended = this.#exits.get(task);
    if (!ended) throw new Error(`${task} does not run`);
    this.#exits.delete(task);
    ended(exit);
    await this.turn();
  }

  /** Lets the run do what it has to do by now. */
  turn(): Promise<void> {
    return new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  }

  #journal() {
    let lines: string[] = [];
    const flush = () => {
      if (this.writeError !== undefined) throw new Error(this.writeError);
      if (lines.length > 0) this.log.push(`write ${lines.join(', ')}`);
      lines = [];
    };
    return {
      append: (event: RunEvent) => {
        const task = 'task' in event && event.task !== undefined ? ` ${event.task}` : '';
        lines.push(event.type + task);
      },
      flush,
      sync: flush,
      isReachable: () => this.isReachable,
    };
  }

  #processes(): Processes {
    return {
      start: ({ env }: AttemptCommand, ended) => {
        const task = env.PIPELINE_TASK ?? '';
        this.log.push(`start ${task}`);
        this.#exits.set(task, ended);
        return { stop: grace => this.log.push(`stop ${task} ${grace}`) };
      },
      adopt: ({ path }, ended) => {
        const task = /^\/(.*)\.\d+$/.exec(path)?.[1] ?? '';
        this.log.push(`adopt ${task}`);
        this.#exits.set(task, ended);
        return { stop: grace => this.log.push(`stop ${task} ${grace}`) };
      },
      close: async () => {
        this.log.push('close');
      },
      hurry: () => this.log.push('hurry'),
    };
  }
}
