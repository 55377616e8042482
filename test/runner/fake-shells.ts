import type { AheadAttempt, AttemptCommand, Exit, Processes, Told } from '../../runner/processes/processes.ts';
import type { FakeClock } from './fake-run.ts';

/**
 * Shells that run attempts for known times and begin by themselves what they were told ahead, as real ones do: before the
 * run hears of it. They take everything that may be told ahead, whatever ran there before.
 */
export class FakeShells {
  readonly #clock: FakeClock;
  readonly #durations: ReadonlyMap<string, number>;
  readonly #begins: (task: string) => void;
  readonly #shells: Shell[];
  toldAhead = 0;
  takenBack = 0;

  /** `begins` hears of each attempt at the moment that it begins. */
  constructor(
    count: number,
    clock: FakeClock,
    durations: ReadonlyMap<string, number>,
    begins: (task: string) => void = () => {},
  ) {
    this.#clock = clock;
    this.#durations = durations;
    this.#begins = begins;
    this.#shells = Array.from({ length: count }, () => ({ next: [] }));
  }

  readonly processes: Processes = {
    start: (command, ended) => {
      const shell = this.#shells.find(({ running }) => !running);
      if (!shell) throw new Error('More run at once than may.');
      this.#begin(shell, command, ended);
      return { stop: () => {} };
    },
    roomAhead: () => this.#shells.reduce((room, shell) => room + roomOf(shell), 0),
    tellAhead: attempts => attempts.map(attempt => this.#tell(attempt)),
    adopt: () => ({ stop: () => {} }),
    close: async () => {},
    hurry: () => {},
  };

  /** Lets time go on until the next attempt ends; false when none runs. */
  endNext(): boolean {
    const shell = this.#shells.reduce((one, other) => (endOf(other) < endOf(one) ? other : one));
    const { running } = shell;
    if (!running) return false;
    this.#clock.tick(running.endsAt - this.#clock.now());
    delete shell.running;
    const next = shell.next.shift();
    if (!next) running.ended({ kind: 'exit', code: 0 });
    else {
      let ended: (exit: Exit) => void = () => {};
      this.#begin(shell, next.command, exit => ended(exit));
      running.ended({ kind: 'exit', code: 0 });
      ended = next.began({ stop: () => {} });
    }
    return true;
  }

  #begin(shell: Shell, { env, isPlain = false }: AttemptCommand, ended: (exit: Exit) => void): void {
    const task = env.PIPELINE_TASK ?? '';
    this.#begins(task);
    shell.running = { endsAt: this.#clock.now() + (this.#durations.get(task) ?? 0), isPlain, ended };
  }

  #tell(attempt: AheadAttempt): Told | undefined {
    const shell = this.#shells.reduce((one, other) => (roomOf(other) > roomOf(one) ? other : one));
    if (roomOf(shell) === 0) return undefined;
    shell.next.push(attempt);
    this.toldAhead++;
    return {
      takeBack: () => {
        const place = shell.next.indexOf(attempt);
        if (place < 0) return false;
        shell.next.splice(place, 1);
        this.takenBack++;
        return true;
      },
    };
  }
}

interface Shell {
  running?: { readonly endsAt: number; readonly isPlain: boolean; readonly ended: (exit: Exit) => void };
  readonly next: AheadAttempt[];
}

function endOf({ running }: Shell): number {
  return running?.endsAt ?? Number.POSITIVE_INFINITY;
}

function roomOf({ running, next }: Shell): number {
  return running?.isPlain ? 3 - next.length : 0;
}
