import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { attemptPath, outputLog } from '../../runner/layout.ts';
import type { RunState, TaskState } from '../../runner/run-state.ts';
import { lastLines } from '../output/last-lines.ts';
import { outputLinks } from '../output/output-links.ts';

/** What the output of a failed attempt says at its end. */
export interface FailureText {
  /** The last line; empty when nothing was printed. */
  readonly line: string;
  /** The last place in a file that is there, counted from 1. */
  readonly place?: { readonly path: string; readonly line: number; readonly column: number };
  /** Where all of it is. */
  readonly log: string;
}

/** The ends of the outputs of failed attempts: each is read once, when it is asked for. */
export class FailureTexts {
  readonly #texts = new Map<string, FailureText | undefined>();
  readonly #listeners = new Set<() => void>();

  /** What the last attempt of a task said; `undefined` until it is read, which listeners hear of. */
  of(folder: string, state: RunState, task: TaskState): FailureText | undefined {
    const attempt = task.attempts.length;
    if (attempt === 0) return undefined;
    const log = outputLog(attemptPath(folder, task.name, attempt));
    if (!this.#texts.has(log)) {
      if (this.#texts.size >= mostKept) this.#texts.clear();
      this.#texts.set(log, undefined);
      void this.#read(log, workingFolder(state, task));
    }
    return this.#texts.get(log);
  }

  /** Calls `listener` when something was read, until what is answered is disposed of. */
  onDidRead(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  async #read(log: string, folder: string): Promise<void> {
    const lines = await lastLines(log, shownLines);
    const place = await lastPlace(lines, folder);
    this.#texts.set(log, { line: lines.at(-1)?.trim() ?? '', log, ...(place ? { place } : {}) });
    for (const listener of this.#listeners) listener();
  }
}

/** A trace is longer than its last line. */
const shownLines = 40;
const mostKept = 2000;

async function lastPlace(lines: readonly string[], folder: string): Promise<FailureText['place']> {
  for (const place of lines.toReversed().flatMap(line => outputLinks(line).toReversed())) {
    const path = isAbsolute(place.path) ? place.path : resolve(folder, place.path);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) return { path, line: place.line, column: place.column };
  }
  return undefined;
}

/** Where a task works: beside the file that it is written in, or where that says. */
export function workingFolder({ started, tasks }: RunState, { definition }: TaskState): string {
  const user = definition.scope === undefined ? undefined : tasks.get(definition.scope)?.definition.action;
  const folder = dirname(user?.kind === 'pipeline' ? user.file : started.file);
  return definition.workingDirectory === undefined ? folder : resolve(folder, definition.workingDirectory);
}
