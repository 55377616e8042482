import { writeFileSync } from 'node:fs';
import { appendMessage } from '../../append-message.ts';
import type { Clock } from '../../clock.ts';
import { outputsFile } from '../../layout.ts';
import { exitOfStatus } from '../../processes/attempt-exit.ts';
import type { Exit, RunningAttempt } from '../../processes/processes.ts';
import type { Answer } from '../../processes/start-process.ts';
import { type AttemptLog, unwritten } from '../attempt-log.ts';
import { collectScript, followScript, forgetScript, stopScript, told } from './remote-scripts.ts';
import { notConnected, type SshConnection } from './ssh-connection.ts';
import { isFinal, sshError } from './ssh-error.ts';

/** What a job is told apart by and works with. */
export interface SshJobTools {
  /** What the paths of the attempt's files here begin with. */
  readonly path: string;
  /** The name of its folder there. */
  readonly key: string;
  /** What is in the environment of all its processes, as `NAME=value`. */
  readonly mark: string;
  readonly connection: Pick<SshConnection, 'host' | 'run'>;
  readonly clock: Clock;
  /** Takes what it prints. */
  readonly log: AttemptLog;
  /** Whether what it gave is in its folder there. */
  readonly keepsOutputs: boolean;
  /** Brings its files back, or says why not. */
  readonly bringBack: () => Promise<string | undefined>;
}

const firstTries = 3;
const shortestPauseMs = 500;
const longestPauseMs = 15_000;

/** One attempt on another machine: it runs there by itself; this side begins it, listens, and listens again when a connection is lost. */
export class SshJob implements RunningAttempt {
  readonly #tools: SshJobTools;
  readonly #ended: (exit: Exit) => void;
  #read = 0;
  #isOver = false;
  #stops = 0;
  /** It may have begun there. */
  #isTold = false;
  #graceMs: number | undefined;
  #listening: { readonly stop: () => void } | undefined;

  constructor(tools: SshJobTools, ended: (exit: Exit) => void) {
    this.#tools = tools;
    this.#ended = ended;
  }

  /** Begins the attempt by this script and stays with it. */
  async launch(script: string): Promise<void> {
    const { connection, log } = this.#tools;
    if (this.#isOver) return;
    log.make();
    if (this.#isOver) return;
    this.#isTold = true;
    for (let tries = 1; ; tries++) {
      if (this.#graceMs !== undefined) return this.#end(stopped);
      const answer = await connection.run(script);
      if (answer.status === 0) break;
      if (answer.status !== notConnected || isFinal(answer) || tries >= firstTries) return this.#fail(answer);
      await this.#pause(tries);
    }
    if (this.#graceMs === undefined) await this.follow();
    else await this.#stopThere();
  }

  /** Ends it before it has begun. */
  refuse(message: string): void {
    this.#end({ kind: 'error', message });
  }

  /** Ends it with something that went wrong here, once nothing is left of it there. */
  fail(exit: Exit): void {
    if (this.#isTold) this.stop(0);
    else this.#end(exit);
  }

  /** Listens to what has begun there until it is over. All that it has printed comes again. */
  async follow(): Promise<void> {
    const { connection, key, log } = this.#tools;
    this.#isTold = true;
    log.make();
    if (log.fault) return this.#stopThere();
    for (let losses = 0; !this.#isOver && this.#stops === 0; ) {
      const listening = connection.run(followScript(key, this.#read), chunk => {
        losses = 0;
        this.#hear(chunk);
      });
      this.#listening = listening;
      const answer = await listening;
      if (this.#isOver || this.#stops > 0) return;
      if (answer.status === 3 || answer.status === 4) return this.#end({ kind: 'lost' });
      if (answer.status === 0) return this.#collect();
      losses++;
      await this.#pause(losses);
    }
  }

  stop(graceMs: number): void {
    if (this.#isOver || (this.#graceMs !== undefined && graceMs >= this.#graceMs)) return;
    this.#graceMs = graceMs;
    if (!this.#isTold) this.#end(stopped);
    else if (this.#stops > 0 || this.#listening) void this.#stopThere();
  }

  /** Over when nothing is left there; a host that cannot be reached is asked as long as somebody waits. */
  async #stopThere(): Promise<void> {
    const { connection, key, mark } = this.#tools;
    const order = ++this.#stops;
    for (let tries = 1; ; tries++) {
      const { status } = await connection.run(stopScript(key, this.#graceMs ?? 0, mark));
      if (status !== notConnected) break;
      await this.#pause(tries);
    }
    // A later order has a shorter grace: it ends it.
    if (order !== this.#stops) return;
    this.#listening?.stop();
    await this.#collectRest();
    this.#end(stopped);
  }

  async #collect(): Promise<void> {
    const { keepsOutputs, bringBack } = this.#tools;
    const said = await this.#collectRest();
    if (this.#isOver) return;
    const end = said.slice(said.indexOf(told) + told.length);
    const feed = end.indexOf('\n');
    const status = said.includes(told) ? Number.parseInt(end, 10) : Number.NaN;
    if (Number.isNaN(status)) return this.#end({ kind: 'lost' });
    if (keepsOutputs && !this.#keep(end.slice(feed + 1))) return;
    const fault = status === 0 ? await bringBack() : undefined;
    this.#end(fault === undefined ? exitOfStatus(status) : { kind: 'error', message: fault });
  }

  /** Keeps what it gave; false, and over, when that cannot be written. */
  #keep(given: string): boolean {
    const file = outputsFile(this.#tools.path);
    try {
      writeFileSync(file, given);
      return true;
    } catch (error) {
      this.#end(unwritten(file, error));
      return false;
    }
  }

  /** The rest of its output, and what it told at its end. */
  async #collectRest(): Promise<string> {
    const { connection, key } = this.#tools;
    for (let tries = 1; ; tries++) {
      const answer = await connection.run(collectScript(key, this.#read), chunk => this.#hear(chunk));
      if (answer.status !== notConnected) return answer.err;
      await this.#pause(tries);
    }
  }

  /** What another runner has heard before stays until it is here again. */
  #hear(chunk: Buffer): void {
    if (this.#read === 0) this.#tools.log.startOver();
    this.#read += chunk.length;
    this.#tools.log.push(chunk);
  }

  #fail(answer: Answer): void {
    const { connection } = this.#tools;
    const isOurs = answer.status === notConnected || answer.status === undefined;
    const message = isOurs
      ? sshError(connection.host, answer)
      : `${connection.host} could not begin it: ${answer.err.trim().split('\n').at(-1)}`;
    this.#end({ kind: 'error', message });
  }

  #end(came: Exit): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { path, connection, key, log } = this.#tools;
    log.end();
    const exit = log.fault ?? came;
    if (exit.kind === 'error') appendMessage(path, exit.message);
    if (exit.kind !== 'lost') void connection.run(forgetScript(key));
    this.#ended(exit);
  }

  #pause(tries: number): Promise<void> {
    const pauseMs = Math.min(longestPauseMs, shortestPauseMs * 2 ** (tries - 1));
    return new Promise(resolve => this.#tools.clock.after(pauseMs, resolve));
  }
}

const stopped: Exit = { kind: 'signal', signal: 'SIGTERM' };
