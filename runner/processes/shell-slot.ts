import type { ChildProcess } from 'node:child_process';
import { systemText } from '../system-text.ts';
import type { Exit } from './processes.ts';
import { sendSignal } from './send-signal.ts';
import { takeBack } from './take-back.ts';

/** Hears how an attempt ended; `isLost` when all that is known is how the shell itself did. */
export type Ended = (exit: Exit, isLost: boolean) => void;

/** An attempt that a shell is told while another one runs in it. */
export interface NextAttempt {
  /** What the paths of its files begin with. */
  readonly path: string;
  readonly text: (token: number) => string;
  /** The one before has succeeded: it begins. Answers who hears of its end. */
  readonly began: () => Ended;
  /** It does not begin here. */
  readonly refused: () => void;
}

/** One shell that lives as long as the run and runs one attempt after the other, each in a subshell. */
export class ShellSlot {
  readonly #shell: ChildProcess;
  #job: { readonly token: number; readonly ended: Ended } | undefined;
  readonly #next: { readonly token: number; readonly attempt: NextAttempt }[] = [];
  #tokens = 0;
  #unsent = '';
  #unread = '';
  #isAlive = true;
  #isKilled = false;

  /** `shell` has pipes for standard input and output and reads `preamble` first; `gone` is told when it is no more. */
  constructor(shell: ChildProcess, preamble: string, gone: (slot: ShellSlot) => void) {
    this.#shell = shell;
    const lost = (exit: Exit) => {
      if (!this.#isAlive) return;
      this.#isAlive = false;
      gone(this);
      this.#end(exit, true);
    };
    shell.on('error', error => lost({ kind: 'error', message: `A shell could not be started: ${systemText(error)}.` }));
    // Not `exit`: what it has said before is to be heard first.
    shell.on('close', (code, signal) => lost(signal ? { kind: 'signal', signal } : { kind: 'exit', code: code ?? 1 }));
    // A shell that is gone cannot read; its `exit` tells what is to be told.
    shell.stdin?.on('error', () => {});
    shell.stdout?.on('data', (bytes: Buffer) => this.#read(bytes.toString('latin1')));
    shell.stdin?.write(preamble);
  }

  /** The process group, which holds whatever its attempts start and do not put elsewhere. */
  get pid(): number {
    return this.#shell.pid ?? 0;
  }

  /** Whether it can run a further attempt. */
  get isUsable(): boolean {
    return this.#isAlive && !this.#isKilled;
  }

  /** Whether it runs nothing. */
  get isFree(): boolean {
    return this.#job === undefined;
  }

  /** How many attempts it was told that have not begun, as far as is known. */
  get waiting(): number {
    return this.#next.length;
  }

  /** Kills it and all that is in its process group. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isKilled = true;
    sendSignal(-this.pid, 'SIGKILL');
  }

  /** Runs the attempt whose text for a token `text` gives; only when the last one has ended. */
  run(text: (token: number) => string, ended: Ended): void {
    const token = ++this.#tokens;
    this.#job = { token, ended };
    this.#write(text(token));
  }

  /** Tells it what to run next, when what runs now succeeds; only while something runs. */
  tellAhead(attempts: readonly NextAttempt[]): void {
    let text = '';
    for (const attempt of attempts) {
      const token = ++this.#tokens;
      this.#next.push({ token, attempt });
      text += attempt.text(token);
    }
    this.#write(text);
  }

  /** Sees to it that an attempt which it was told ahead does not begin here; false when it has begun, or is about to. */
  takeBack(attempt: NextAttempt): boolean {
    const place = this.#next.findIndex(next => next.attempt === attempt);
    if (place < 0 || !takeBack(attempt.path)) return false;
    this.#next.splice(place, 1);
    return true;
  }

  /** The same for all; false when the one that runs, as far as is known, is over: it will be heard of at once. */
  takeAllBack(): boolean {
    for (const { attempt } of this.#next.toReversed()) {
      if (!this.takeBack(attempt)) return false;
      attempt.refused();
    }
    return true;
  }

  /** Lets the shell end by itself. */
  close(): Promise<void> {
    return new Promise(resolve => {
      if (!this.#isAlive) return resolve();
      this.#shell.once('exit', () => resolve());
      this.#shell.stdin?.end();
    });
  }

  /** What it is told at about one time it is told at once: to wake it up takes longer than all else. */
  #write(text: string): void {
    if (this.#unsent === '') process.nextTick(() => this.#send());
    this.#unsent += text;
  }

  #send(): void {
    const text = this.#unsent;
    this.#unsent = '';
    this.#shell.stdin?.write(text);
  }

  /** Each line is a token and an exit status. */
  #read(text: string): void {
    const lines = (this.#unread + text).split('\n');
    this.#unread = lines.pop() ?? '';
    for (const line of lines) {
      const [token, status] = line.split(' ');
      if (Number(token) === this.#job?.token)
        this.#end({ kind: 'exit', code: status === '-' ? unwritable : Number(status) }, false);
    }
  }

  #end(exit: Exit, isLost: boolean): void {
    const job = this.#job;
    this.#job = undefined;
    const hasSucceeded = !isLost && exit.kind === 'exit' && exit.code === 0;
    const refused = hasSucceeded ? [] : this.#next.splice(0);
    const next = this.#next.shift();
    let ended: Ended = () => {};
    if (next) this.#job = { token: next.token, ended: (...end) => ended(...end) };
    job?.ended(exit, isLost);
    if (next) ended = next.attempt.began();
    for (const { attempt } of refused) attempt.refused();
  }
}

/** What a shell tells of a redirection that fails. */
const unwritable = 2;
