import * as vscode from 'vscode';
import { PipelineTriggers } from './pipeline-triggers.ts';
import { SchedulePictures } from './schedule-pictures.ts';
import { type Standing, standingOf } from './standing.ts';
import { SwitchedOn } from './switched-on.ts';

const tickMs = 30_000;

/** All that the editor knows of what starts by itself. Dispose of it. */
export class Schedule implements vscode.Disposable {
  readonly on: SwitchedOn;
  readonly pictures = new SchedulePictures();
  readonly triggers = new PipelineTriggers();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #timer: NodeJS.Timeout;
  /** Some pipeline stands otherwise than before. */
  readonly onDidChange = this.#changed.event;

  constructor(memory: vscode.Memento) {
    this.on = new SwitchedOn(memory);
    // What is told in words changes with time.
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#timer.unref();
    const fire = () => this.#changed.fire();
    this.#subscriptions = [
      this.on,
      this.pictures,
      this.triggers,
      this.on.onDidChange(fire),
      this.pictures.onDidChange(fire),
      this.triggers.onDidChange(fire),
    ];
  }

  /** How the triggers of a pipeline stand; nothing when it has none, as far as is known. */
  standing(file: string): Standing | undefined {
    return standingOf(this.triggers.of(file), this.pictures.pipeline(file), this.on.has(file));
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #tick(): void {
    if (!this.pictures.alive().next().done) this.#changed.fire();
  }
}
