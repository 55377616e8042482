import type { Clock } from '../../clock.ts';
import type { Answer } from '../../processes/start-process.ts';
import type { Kubectl } from './kubectl.ts';
import { isNotFound } from './kubernetes-error.ts';
import { LogLines } from './log-lines.ts';

const shortestPauseMs = 250;
const longestPauseMs = 5_000;
/** How long the log of a pod that is over may take to be told to its end. */
const longestRestMs = 5_000;

/** Where a log is brought. */
export interface LogSink {
  readonly push: (line: Buffer) => void;
  /** Nothing comes any more. */
  readonly end: () => void;
}

/** Follows what a pod prints, again where it was left when the connection breaks, and brings every line once. */
export class PodLog {
  readonly #kubectl: Kubectl;
  readonly #pod: string;
  readonly #into: LogSink;
  readonly #clock: Clock;
  readonly #lines: LogLines;
  #following: Promise<void> | undefined;
  #stop = () => {};
  #isOver = false;

  constructor(kubectl: Kubectl, pod: string, clock: Clock, into: LogSink) {
    this.#kubectl = kubectl;
    this.#pod = pod;
    this.#into = into;
    this.#clock = clock;
    this.#lines = new LogLines(line => into.push(line));
  }

  follow(): void {
    this.#following ??= this.#follow();
  }

  /** Of a pod that is over: resolves when all that it printed was brought; of one that is lost, as far as its node still tells it. */
  async finish(isLost: boolean): Promise<void> {
    this.#isOver = true;
    if (this.#following) {
      const cancel = this.#clock.after(isLost ? 0 : longestRestMs, () => this.#stop());
      await this.#following;
      cancel();
    }
    const { status } = await this.#read('');
    this.#lines.end(status === 0);
    this.#into.end();
  }

  async #follow(): Promise<void> {
    for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(longestPauseMs, 2 * pauseMs)) {
      const before = this.#lines.count;
      const answer = await this.#read('&follow=true');
      if (this.#isOver || isNotFound(answer)) return;
      if (this.#lines.count > before) pauseMs = shortestPauseMs;
      await new Promise<void>(resolve => {
        const cancel = this.#clock.after(pauseMs, resolve);
        this.#stop = () => {
          cancel();
          resolve();
        };
      });
      if (this.#isOver) return;
    }
  }

  async #read(how: string): Promise<Answer> {
    const namespace = await this.#kubectl.namespace();
    const { since } = this.#lines;
    this.#lines.startOver();
    const from = since === '' ? '' : `&sinceTime=${encodeURIComponent(since)}`;
    const path = `/api/v1/namespaces/${namespace}/pods/${this.#pod}/log?container=task&timestamps=true${how}${from}`;
    const reading = this.#kubectl.listen(path, chunk => this.#lines.push(chunk));
    this.#stop = reading.stop;
    return reading;
  }
}
