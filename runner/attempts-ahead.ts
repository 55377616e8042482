import type { Task } from '../pipeline/pipeline.ts';
import type { AttemptsUnderWay, EndedAttempt, PlacedAttempt } from './attempts-under-way.ts';
import type { LookedUp } from './look-ups.ts';
import type { Prepared } from './prepare-attempt.ts';
import type { AheadAttempt, Told } from './processes/processes.ts';
import type { RunTools } from './run-tools.ts';

/** An attempt that was told ahead and has begun. */
export interface BegunAttempt {
  readonly task: Task;
  readonly attempt: number;
}

/** What the loop hears of. */
export type News = BegunAttempt | PlacedAttempt | EndedAttempt | LookedUp;

type Tools = Pick<RunTools, 'scheduler' | 'processes' | 'ahead' | 'clock'>;

/**
 * The attempts that are told to shells before their turn. For the scheduler and all who look at the run they wait like
 * the others until it is known that they have begun: they are taken back when they are to begin elsewhere, or not at all.
 */
export class AttemptsAhead {
  readonly #tools: Tools;
  readonly #attempts: AttemptsUnderWay;
  readonly #began: (begun: BegunAttempt) => void;
  /** Those of which nothing was heard yet. */
  readonly #told = new Map<string, Told & { readonly task: Task }>();
  /** Those that were told once do not go ahead again. */
  readonly #unfit = new Set<string>();
  /** What waits until they are taken back. */
  readonly #later: (() => void)[] = [];

  constructor(tools: Tools, attempts: AttemptsUnderWay, began: (begun: BegunAttempt) => void) {
    this.#tools = tools;
    this.#attempts = attempts;
    this.#began = began;
  }

  /**
   * Tells as many as there is room for; what something more urgent has overtaken meanwhile is taken back. Throws when the
   * run's folder cannot be written.
   */
  tell(): void {
    const { scheduler, processes, ahead } = this.#tools;
    if (!ahead || this.#later.length > 0) return;
    for (const { name } of scheduler.waiting?.overtaken() ?? []) {
      const told = this.#told.get(name);
      if (told?.takeBack()) this.#refuse(told.task);
    }
    const chosen: AheadAttempt[] = [];
    const tasks: Task[] = [];
    const isFit = (task: Task) => ahead.isFit(task) && !this.#unfit.has(task.name);
    for (let room = processes.roomAhead?.() ?? 0; room > 0; room--) {
      const next = scheduler.waiting?.takeAhead(isFit);
      if (!next) break;
      const { task } = next;
      const attempt = next.attempts + 1;
      const prepared = ahead.prepare(task, attempt);
      if ('error' in prepared) {
        this.#refuse(task);
        break;
      }
      chosen.push(this.#aheadAttempt({ task, attempt }, prepared));
      tasks.push(task);
    }
    if (chosen.length === 0) return;
    const answers = processes.tellAhead?.(chosen) ?? [];
    tasks.forEach((task, place) => {
      const told = answers[place];
      if (told) this.#told.set(task.name, { task, takeBack: () => told.takeBack() });
      else this.#refuse(task);
    });
  }

  /** Whether a task can begin where there is a place now; else it has begun already, which is heard of at once. */
  takeBack({ name }: Task): boolean {
    const told = this.#told.get(name);
    if (!told) return true;
    if (!told.takeBack()) return false;
    this.#told.delete(name);
    this.#unfit.add(name);
    return true;
  }

  /** Takes all back that have not begun; false when some have: it is heard of at once. */
  takeAllBack(): boolean {
    const isBack = [...this.#told.values()].reverse().map(told => told.takeBack() && this.#refuse(told.task));
    return isBack.every(Boolean);
  }

  /** Acts when none is told and every begin has been heard of: now, or in a turn that comes soon. */
  whenAllBack(action: () => void): void {
    if (this.takeAllBack()) action();
    else this.#later.push(action);
  }

  /** Does what waits, when it can be done now. */
  lookAgain(): void {
    for (const action of this.#later.splice(0)) this.whenAllBack(action);
  }

  #aheadAttempt(
    { task, attempt }: BegunAttempt,
    { command, expected }: Exclude<Prepared, { error: string }>,
  ): AheadAttempt {
    const began: AheadAttempt['began'] = running => {
      this.#told.delete(task.name);
      let ended: ReturnType<AheadAttempt['began']> = () => {};
      const startedAt = this.#tools.clock.now();
      this.#attempts.adopt({ task, attempt, expected, startedAt }, hears => {
        ended = hears;
        return running;
      });
      this.#began({ task, attempt });
      return (...end) => ended(...end);
    };
    return { command, began, refused: () => this.#refuse(task) };
  }

  /** It waits like any other. */
  #refuse(task: Task): true {
    this.#told.delete(task.name);
    this.#unfit.add(task.name);
    this.#tools.scheduler.waiting?.putBack(task);
    return true;
  }
}
