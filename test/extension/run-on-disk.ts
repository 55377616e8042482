import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { RunStore } from '../../extension/run-store/run-store.ts';
import type { RunEvent } from '../../runner/event.ts';
import { attemptPath, journalFile, outputLog, runFolder, tasksFolder } from '../../runner/layout.ts';
import { startOf } from './run-fixture.ts';

/** A run of some tasks that this process seems to run, in a folder of its own, and a store that follows it. Dispose of it. */
export class RunOnDisk implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'run-'));
  readonly folder = runFolder(this.root, '1');
  readonly store = new RunStore();

  constructor(tasks: readonly string[]) {
    mkdirSync(tasksFolder(this.folder), { recursive: true });
    this.tell(startOf(tasks, { pid: process.pid, host: hostname() }));
    this.store.addRoot(this.root);
  }

  /** Appends to the journal. */
  tell(...events: readonly RunEvent[]): void {
    appendFileSync(journalFile(this.folder), events.map(event => `${JSON.stringify(event)}\n`).join(''));
  }

  /** Appends to the output of an attempt; answers where that is. */
  write(task: string, attempt: number, text: string): string {
    const log = outputLog(attemptPath(this.folder, task, attempt));
    appendFileSync(log, text);
    return log;
  }

  [Symbol.dispose](): void {
    this.store[Symbol.dispose]();
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Reads on until what was shown, without its colours, holds `text`. */
export async function readUntil(output: AsyncGenerator<string, void>, text: string): Promise<string> {
  let all = '';
  while (!all.includes(text)) {
    const { value, done } = await output.next();
    if (done) assert.fail(`The output ended without ${text}: ${all}`);
    all += stripVTControlCharacters(value);
  }
  return all;
}
