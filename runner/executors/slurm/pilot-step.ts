import { closeSync, openSync, readSync } from 'node:fs';
import { appendMessage } from '../../append-message.ts';
import type { Usage } from '../../event.ts';
import { outputLog } from '../../layout.ts';
import { withLogged } from '../../processes/attempt-exit.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import { systemText } from '../../system-text.ts';
import { meaningOf } from './job-state.ts';
import type { Allocation, PilotAllocation } from './pilot-allocation.ts';

/** What steps are started in. */
export type Granted = Exclude<Allocation, { error: string }>;

/** What a step works with. */
export interface PilotStepTools {
  readonly path: string;
  readonly allocation: Pick<PilotAllocation, 'get' | 'ready' | 'endOf' | 'drop'>;
  /** Starts the step in an allocation; absent for one that another runner has started. */
  readonly begin?: (allocation: Granted, ended: (exit: Exit, usage?: Usage) => void) => RunningAttempt;
  /** Resolves when nothing is left of it: a `srun` that is killed leaves its step behind. */
  readonly endStep: () => Promise<unknown>;
}

/** How often a step is begun whose allocation was lost to no fault of its own. */
const mostBegins = 4;

/** One attempt as a step in the allocation of a pilot, from when that is waited for to its end. */
export class PilotStep implements RunningAttempt {
  readonly #tools: PilotStepTools;
  readonly #ended: (exit: Exit, usage?: Usage) => void;
  #begins = 0;
  #isWaiting = false;
  #isStopped = false;
  #running: RunningAttempt | undefined;

  constructor(tools: PilotStepTools, ended: (exit: Exit, usage?: Usage) => void) {
    this.#tools = tools;
    this.#ended = ended;
  }

  /** Begins it: at once where there is an allocation. Throws, at once, when the run's folder cannot be written. */
  begin(): void {
    const { allocation } = this.#tools;
    if (allocation.ready && 'id' in allocation.ready) {
      this.#run(allocation.ready);
      return;
    }
    this.#isWaiting = true;
    void allocation.get().then(granted => {
      this.#isWaiting = false;
      if (this.#isStopped) return;
      if ('error' in granted) this.#fail(granted.error);
      else this.#runOrFail(granted);
    });
  }

  /** Stays with what another runner has begun. */
  adopt(watch: (ended: (exit: Exit) => void) => RunningAttempt): void {
    const granted = this.#tools.allocation.get();
    this.#running = watch(exit => {
      void granted.then(allocation => this.#over(exit, undefined, 'id' in allocation ? allocation.id : undefined));
    });
  }

  stop(graceMs: number): void {
    const isFirst = !this.#isStopped;
    this.#isStopped = true;
    if (this.#running) this.#running.stop(graceMs);
    else if (this.#isWaiting && isFirst) queueMicrotask(() => this.#ended(stopped));
  }

  #run(allocation: Granted): void {
    this.#begins++;
    this.#running = this.#tools.begin?.(allocation, (exit, usage) => void this.#over(exit, usage, allocation.id));
  }

  #runOrFail(allocation: Granted): void {
    try {
      this.#run(allocation);
    } catch (error) {
      this.#fail(`It could not be started: ${systemText(error)}`);
    }
  }

  async #over(exit: Exit, usage: Usage | undefined, id: string | undefined): Promise<void> {
    this.#running = undefined;
    if (this.#isStopped || exit.kind === 'signal') await this.#tools.endStep();
    const isFine = this.#isStopped || id === undefined || (exit.kind === 'exit' && exit.code === 0);
    const end = isFine ? undefined : await this.#tools.allocation.endOf(id);
    if (end === undefined || id === undefined || this.#isStopped) this.#ended(exit, usage);
    else this.#lost(id, end);
  }

  /** Its allocation is over, and that is why it has failed; `state`: how, in Slurm's word. */
  #lost(id: string, state: string): void {
    const { allocation, path, begin } = this.#tools;
    allocation.drop(id);
    const meaning = meaningOf(state);
    const isUnbegun = hasOnlyFaults(path);
    if (begin && this.#begins < mostBegins && (isUnbegun || meaning.kind === 'infrastructure')) {
      const why = meaning.kind === 'infrastructure' ? meaning.message : 'Its allocation was over before it began.';
      appendMessage(path, `${why} It begins again in another allocation.`);
      this.begin();
    } else this.#fail(endText(state));
  }

  #fail(message: string): void {
    this.#ended(withLogged({ kind: 'error', message }, this.#tools.path));
  }
}

const stopped: Exit = { kind: 'signal', signal: 'SIGTERM' };

function endText(state: string): string {
  const meaning = meaningOf(state);
  if (meaning.kind === 'infrastructure') return meaning.message;
  if (meaning.kind === 'cancelled') return 'The allocation that it ran in was cancelled in Slurm.';
  return `The allocation that it ran in is over (${state}): give its executor a longer "time".`;
}

/** Whether nothing was printed but what `srun` has to complain of, which then has begun nothing. */
function hasOnlyFaults(path: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(outputLog(path), 'r');
    const start = Buffer.alloc(4096);
    const lines = start.toString('utf8', 0, readSync(file, start)).split('\n');
    return (
      lines.some(line =>
        /^srun: error: (Unable to (confirm allocation|create step)|Slurm job \d+ has expired)/.test(line),
      ) && lines.every(line => line === '' || line.startsWith('srun: '))
    );
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
