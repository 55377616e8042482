import { gzipSync } from 'node:zlib';
import { systemClock } from '../../clock.ts';
import { systemText } from '../../system-text.ts';
import { withinPatience } from '../patience.ts';
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
  readonly #note: (sentence: string) => void;
  readonly #lanes = Array.from({ length: laneCount }, (): Lane => ({ events: [] }));
  readonly #stop = new AbortController();
  readonly #ending = new AbortController();
  #waiting = 0;
  #lost = 0;

  constructor(target: Extract<LineageTarget, { kind: 'http' }>, note: (sentence: string) => void) {
    this.#target = target;
    this.#note = note;
  }

  add(key: string, event: string): void {
    const lane = this.#lanes[laneOf(key)];
    if (!lane || this.#waiting >= mostWaiting) {
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
    await withinPatience(work, hurry);
    this.#stop.abort();
    const lost = this.#lost + this.#waiting;
    if (lost > 0) this.#note(`${lost} events of the lineage of the run were not sent: ${this.#target.url}`);
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
    const { url, headers, timeoutMs, isCompressed } = this.#target;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]);
    const body = isCompressed ? gzipSync(event) : event;
    const encoding = isCompressed ? { 'content-encoding': 'gzip' } : {};
    try {
      const response = await fetch(url, { method: 'POST', headers: { ...headers, ...encoding }, body, signal });
      await response.arrayBuffer();
      if (response.ok) return 'taken';
      this.#note(`Lineage of the run is not taken by ${url}: it answers ${response.status}`);
      return response.status >= 500 || response.status === 429 || response.status === 408 ? 'unreachable' : 'refused';
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#note(`Lineage of the run does not reach ${url}: ${whyOf(error)}`);
      return 'unreachable';
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

/** What `fetch` throws says little; what is behind it says it. */
function whyOf(error: unknown): string {
  return systemText(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
