import type { ChildProcess } from 'node:child_process';
import { systemText } from '../system-text.ts';
import type { Exit } from './processes.ts';
import { sendSignal } from './send-signal.ts';

/** Hears how an attempt ended; `isLost` when all that is known is how the shell itself did. */
type Ended = (exit: Exit, isLost: boolean) => void;

/** One shell that lives as long as the run and runs one attempt after the other, each in a subshell. */
export class ShellSlot {
  readonly #shell: ChildProcess;
  #job: { readonly token: number; readonly ended: Ended } | undefined;
  #tokens = 0;
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
    shell.on('exit', (code, signal) => lost(signal ? { kind: 'signal', signal } : { kind: 'exit', code: code ?? 1 }));
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
    this.#shell.stdin?.write(text(token));
  }

  /** Lets the shell end by itself. */
  close(): Promise<void> {
    return new Promise(resolve => {
      if (!this.#isAlive) return resolve();
      this.#shell.once('exit', () => resolve());
      this.#shell.stdin?.end();
    });
  }

  /** Each line is a token and an exit status. */
  #read(text: string): void {
    const lines = (this.#unread + text).split('\n');
    this.#unread = lines.pop() ?? '';
    for (const line of lines) {
      const [token, status] = line.split(' ');
      if (Number(token) === this.#job?.token) this.#end({ kind: 'exit', code: Number(status) }, false);
    }
  }

  #end(exit: Exit, isLost: boolean): void {
    const job = this.#job;
    this.#job = undefined;
    job?.ended(exit, isLost);
  }
}
