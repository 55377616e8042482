import type { ShownStatus, StatusesMessage } from '../messages.ts';
import { statusLooks } from './status-look.ts';

/** What comes close together is said together; a screen reader is not to be flooded. */
const quietMs = 1000;
const mostByName = 3;
const worthSaying: ReadonlySet<ShownStatus> = new Set([
  'running',
  'retrying',
  'success',
  'failed',
  'cancelled',
  'interrupted',
]);

/** Says to a screen reader how tasks change: the few by name, the many by the summary. */
export class LiveNews {
  readonly #region: HTMLElement;
  readonly #summary: () => string;
  readonly #news = new Map<string, ShownStatus>();
  #timer: number | undefined;

  /** `summary` tells how all tasks stand. */
  constructor(region: HTMLElement, summary: () => string) {
    this.#region = region;
    this.#summary = summary;
  }

  take(changes: StatusesMessage['statuses']): void {
    for (const [task, status] of changes) if (status !== null && worthSaying.has(status)) this.#news.set(task, status);
    if (this.#news.size > 0) this.#timer ??= window.setTimeout(() => this.#say(), quietMs);
  }

  #say(): void {
    this.#timer = undefined;
    const all = [...this.#news];
    this.#news.clear();
    this.#region.textContent =
      all.length > mostByName
        ? this.#summary()
        : all.map(([task, status]) => `${task} ${statusLooks[status].words}`).join(', ');
  }
}
