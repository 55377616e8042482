import { existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Usage } from '../event.ts';
import { attemptNameOf, outputLog, runnerLog } from '../layout.ts';
import { isFull, systemText } from '../system-text.ts';
import { AheadSlots, type TellableAttempt } from './ahead-slots.ts';
import { exitOfStatus, tellExit, withLogged } from './attempt-exit.ts';
import type { Leftovers } from './leftovers.ts';
import { Masker, type Masking } from './masker.ts';
import { PlainProcesses } from './plain-processes.ts';
import type {
  AheadAttempt,
  AttemptCommand,
  Exit,
  OrphanAttempt,
  Processes,
  ProcessSettings,
  RunningAttempt,
  Told,
} from './processes.ts';
import { canBeSetByEnv, shellBody, subshellBody } from './shell-body.ts';
import { type ShellCommand, ShellPool } from './shell-pool.ts';
import type { Ended as ShellEnded, ShellSlot } from './shell-slot.ts';
import { aheadText, attemptText, isShellVariable } from './shell-text.ts';
import { StoppableAttempt } from './stoppable-attempt.ts';
import { UsageMeters } from './usage-meters.ts';

type Ended = (exit: Exit, usage?: Usage) => void;

/** Runs attempts in a few shells that stay: a subshell costs a fraction of what a process started from here does. */
export class SlotProcesses implements Processes {
  readonly #settings: ProcessSettings;
  readonly #clock: Clock;
  readonly #plain: PlainProcesses;
  readonly #meters: UsageMeters;
  readonly #leftovers: Leftovers;
  readonly #pool: ShellPool;
  readonly #ahead: AheadSlots;
  readonly #masker: Masker | undefined;

  /** Throws when the run's folder cannot be written. */
  constructor(settings: ProcessSettings, clock: Clock, leftovers: Leftovers, shell: ShellCommand) {
    this.#settings = settings;
    this.#clock = clock;
    this.#leftovers = leftovers;
    this.#plain = new PlainProcesses(settings, clock, leftovers);
    this.#meters = new UsageMeters(clock);
    this.#pool = new ShellPool(settings, leftovers, shell);
    this.#ahead = new AheadSlots(this.#pool, clock);
    if (settings.masking) this.#masker = this.#startMasker(settings.masking);
  }

  start(command: AttemptCommand, ended: Ended): RunningAttempt {
    const { path, env } = command;
    if (this.#masker?.isGone) return this.#cannotMask(ended);
    const odd = Object.keys(env).filter(name => !isShellVariable(name));
    if (odd.length > 0 && !canBeSetByEnv(odd)) return this.#plain.start(command, ended);
    this.#leftovers.attemptBegins(path);
    const over: Ended = (exit, usage) => {
      this.#leftovers.attemptEnded(path);
      ended(exit, usage);
    };
    const body = shellBody(command, odd, this.#settings);
    return 'error' in body ? this.#notStarted(body.error, path, over) : this.#inSlot(command, body.text, over);
  }

  roomAhead(): number {
    return this.#masker ? 0 : this.#ahead.room();
  }

  tellAhead(attempts: readonly AheadAttempt[]): readonly (Told | undefined)[] {
    return this.#ahead.tell(attempts.map(attempt => this.#nextAttempt(attempt)));
  }

  #nextAttempt({ command, began, refused }: AheadAttempt): ((slot: ShellSlot) => TellableAttempt) | undefined {
    const body = this.#masker || !command.isPlain ? undefined : subshellBody(command);
    if (body === undefined) return undefined;
    const { path } = command;
    return slot => ({
      path,
      refused,
      text: token => aheadText(command, body, this.#settings.workingDirectory, token),
      began: () => {
        let ended: Ended = () => {};
        const { attempt, heard } = this.#attemptIn(slot, command, body, (exit, usage) => {
          this.#leftovers.attemptEnded(path);
          ended(exit, usage);
        });
        ended = began(attempt);
        return heard;
      },
      told: () => this.#leftovers.attemptBegins(path),
    });
  }

  adopt(orphan: OrphanAttempt, ended: (exit: Exit) => void): RunningAttempt {
    return this.#plain.adopt(orphan, ended);
  }

  async close(): Promise<void> {
    this.#meters.close();
    this.#ahead.close();
    await this.#leftovers.close();
    await this.#pool.close();
    await this.#masker?.close();
    this.#pool.closeFiles();
  }

  hurry(): void {
    this.#leftovers.hurry();
  }

  #inSlot(command: AttemptCommand, body: string, ended: Ended): RunningAttempt {
    const { attempt, begin } = this.#attemptIn(this.#pool.take(this.#masker), command, body, ended);
    begin();
    return attempt;
  }

  /** An attempt in the shell of `first`, or, when that is lost before it begins, in another. */
  #attemptIn(first: ShellSlot, command: AttemptCommand, body: string, ended: Ended): AttemptInSlot {
    const { path, isPlain = false } = command;
    let slot = first;
    const used = this.#meters.begin(() => slot.pid);
    const isOver = this.#ahead.begins(slot, isPlain);
    const attempt = new StoppableAttempt(
      { path, group: () => slot.pid, looks: this.#leftovers.looks, killGroup: () => slot.kill() },
      this.#clock,
      exit => {
        const usage = used();
        isOver();
        this.#pool.release(slot);
        ended(exit, usage);
      },
    );
    const { workingDirectory } = this.#settings;
    const text = (token: number) => attemptText(command, body, workingDirectory, token, this.#masker);
    const begin = (further: number) => {
      this.#pool.note(slot, path);
      slot.run(text, heard(further));
    };
    const heard = (further: number) => (exit: Exit, isLost: boolean) =>
      this.#whenWritten(path, () => shellAnswered(exit, isLost, further));
    const shellAnswered = (exit: Exit, isLost: boolean, further: number) => {
      if (this.#masker?.isGone) attempt.mainEnded(unmasked);
      else if (!isLost) attempt.mainEnded(withLogged(exit.kind === 'exit' ? exitOfStatus(exit.code) : exit, path));
      else if (further === 0 || hasBegun(attempt, path, exit)) this.#lost(attempt, path, exit);
      else {
        slot = this.#pool.take(this.#masker);
        try {
          begin(further - 1);
        } catch (error) {
          attempt.mainEnded({ kind: 'unwritable', message: systemText(error), isFull: isFull(error) });
        }
      }
    };
    const stop = (graceMs: number) => {
      // Else it is over, and what runs there now is another one.
      if (!slot.takeAllBack()) return;
      this.#ahead.stops(slot);
      attempt.stop(graceMs);
    };
    return { attempt: { stop }, begin: () => begin(furtherShells), heard: heard(furtherShells) };
  }

  /** Acts when all that the attempt has printed by now is in its log: at once, where it goes there directly. */
  #whenWritten(path: string, action: () => void): void {
    if (this.#masker) void this.#masker.drained(attemptNameOf(path)).then(action);
    else action();
  }

  /** Without it nothing can be printed any more. */
  #startMasker(masking: Masking): Masker {
    const masker = new Masker(this.#settings.run, masking, () => {
      for (const slot of this.#pool.slots) slot.kill();
    });
    this.#leftovers.spared.add(masker.pid);
    return masker;
  }

  #cannotMask(ended: (exit: Exit) => void): RunningAttempt {
    queueMicrotask(() => ended(unmasked));
    return { stop: () => {} };
  }

  /** An attempt that took its shell with it: nobody else can tell its status. */
  #lost(attempt: StoppableAttempt, path: string, exit: Exit): void {
    tellExit(this.#settings.run, path, exit);
    const explained = this.#explained(exit, path);
    attempt.mainEnded(explained.kind === 'error' ? withLogged(explained, path) : explained);
  }

  /** A shell that ended by itself before the attempt had a log says why where it writes its own messages. */
  #explained(exit: Exit, path: string): Exit {
    if (exit.kind !== 'exit' || existsSync(outputLog(path))) return exit;
    return { kind: 'error', message: `The shell that was to start it ended: see ${runnerLog(this.#settings.run)}` };
  }

  #notStarted(message: string, path: string, ended: (exit: Exit) => void): RunningAttempt {
    queueMicrotask(() => ended(withLogged({ kind: 'error', message }, path)));
    return { stop: () => {} };
  }
}

interface AttemptInSlot {
  readonly attempt: RunningAttempt;
  /** Tells the shell of it. */
  readonly begin: () => void;
  /** Hears what the shell says of it. */
  readonly heard: ShellEnded;
}

/** How many more are tried when shells are lost before the attempt begins. */
const furtherShells = 2;

const unmasked: Exit = { kind: 'unwritable', message: 'the process that masks its secrets is gone' };

/** An attempt without a log has not begun: what killed its shell was not it, and it may begin in another. */
function hasBegun(attempt: StoppableAttempt, path: string, exit: Exit): boolean {
  return exit.kind === 'error' || attempt.isStopping || existsSync(outputLog(path));
}
