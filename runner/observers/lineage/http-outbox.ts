import { gzipSync } from 'node:zlib';
import { systemClock } from '../../clock.ts';
import { systemText } from '../../system-text.ts';
import { patienceMs, withinPatience } from '../patience.ts';
import { HttpPost } from './http-post.ts';
import type { LineageTarget } from './lineage-settings.ts';
import type { Outbox } from './outbox.ts';

/** So many events are under way at once. */
const laneCount = 8;
/** Of more that wait, the newest are dropped: a run must not fill the memory because nobody answers. */
const mostWaiting = 20_000;
const firstPauseMs = 500;
const longestPauseMs = 30_000;

/** Posts events one by one. What nobody takes now is tried again until the run ends; what is refused is not. */
export class HttpOutbox implements Outbox {
  readonly #target: Extract<LineageTarget, { kind: 'http' }>;
  readonly #door: HttpPost;
  readonly #note: (sentence: string) => void;
  readonly #lanes = Array.from({ length: laneCount }, (): Lane => ({ events: [] }));
  readonly #stop = new AbortController();
  readonly #ending = new AbortController();
  readonly #most: number;
  #waiting = 0;
  #lost = 0;
  /** When the first event went out, as long as nothing was ever answered. */
  #unansweredSince: number | undefined;
  #isAnswered = false;

  constructor(target: Extract<LineageTarget, { kind: 'http' }>, note: (sentence: string) => void, most = mostWaiting) {
    this.#target = target;
    const encoding = target.isCompressed ? { 'content-encoding': 'gzip' } : {};
    this.#door = new HttpPost(target.url, { ...target.headers, ...encoding }, laneCount);
    this.#note = note;
    this.#most = most;
  }

  add(key: string, event: string): void {
    const lane = this.#lanes[laneOf(key)];
    if (!lane || this.#waiting >= this.#most) {
      this.#lost += 1;
      return;
    }
    this.#waiting += 1;
    lane.events.push(event);
    lane.work ??= this.#send(lane);
  }

  async end(hurry: AbortSignal): Promise<void> {
    this.#ending.abort();
    const work = Promise.all(this.#lanes.map(lane => lane.work)).then(() => undefined);
    await withinPatience(work, hurry, this.#patience());
    this.#stop.abort();
    this.#door.close();
    const lost = this.#lost + this.#waiting;
    if (lost > 0) this.#note(`${lost} events of the lineage of the run were not sent: ${this.#target.url}`);
  }

  /** Who has not answered for so long is not waited for again at the end. */
  #patience(): number {
    if (this.#isAnswered || this.#unansweredSince === undefined) return patienceMs;
    return Math.max(0, patienceMs - (systemClock.elapsed() - this.#unansweredSince));
  }

  async #send(lane: Lane): Promise<void> {
    let pauseMs = firstPauseMs;
    for (let event = lane.events[0]; event !== undefined && !this.#stop.signal.aborted; event = lane.events[0]) {
      const came = await this.#post(event);
      if (came === 'unreachable') {
        if (this.#ending.signal.aborted) break;
        await this.#pause(pauseMs);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
        continue;
      }
      pauseMs = firstPauseMs;
      lane.events.shift();
      this.#waiting -= 1;
      if (came === 'refused') this.#lost += 1;
    }
    delete lane.work;
  }

  async #post(event: string): Promise<'taken' | 'refused' | 'unreachable'> {
    const { url, timeoutMs, isCompressed } = this.#target;
    this.#unansweredSince ??= systemClock.elapsed();
    const late = new AbortController();
    const cancel = systemClock.after(timeoutMs, () => late.abort());
    try {
      const status = await this.#door.send(
        isCompressed ? gzipSync(event) : event,
        AbortSignal.any([this.#stop.signal, late.signal]),
      );
      this.#isAnswered = true;
      if (status >= 200 && status < 300) return 'taken';
      this.#note(`Lineage of the run is not taken by ${url}: it answers ${status}`);
      return status >= 500 || status === 429 || status === 408 ? 'unreachable' : 'refused';
    } catch (error) {
      const why = late.signal.aborted ? 'it does not answer in time' : systemText(error);
      if (!this.#stop.signal.aborted) this.#note(`Lineage of the run does not reach ${url}: ${why}`);
      return 'unreachable';
    } finally {
      cancel();
    }
  }

  /** Over at once when the run ends. */
  #pause(ms: number): Promise<void> {
    const { signal } = this.#ending;
    return new Promise(resolve => {
      const done = () => {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = systemClock.after(ms, done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }
}

interface Lane {
  readonly events: string[];
  work?: Promise<void>;
}

function laneOf(key: string): number {
  return Number.parseInt(key.slice(-4), 16) % laneCount || 0;
}
