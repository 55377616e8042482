import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { statusOf } from '../../../runner/cache/file-stamp.ts';
import { ObservedFiles } from '../../../runner/cache/observed-files.ts';
import { systemClock } from '../../../runner/clock.ts';
import { openJournal } from '../../../runner/journal.ts';
import { runFolder } from '../../../runner/layout.ts';
import { readRun } from '../../../runner/run-directory/read-run.ts';
import type { RunOptions } from '../../../runner/run-options.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import type { RunState } from '../../../runner/run-state.ts';
import type { UnchangedMemory } from '../../../runner/unchanged/unchanged-memory.ts';
import type { UnchangedRecord } from '../../../runner/unchanged/unchanged-record.ts';
import { retellRun, unchangedRun } from '../../../runner/unchanged/unchanged-run.ts';
import { makeRoot, optionsFor } from '../whole-run.ts';

/** A pipeline in a folder of its own that is run in the usual way, or looked at for whether it is unchanged. */
export class UnchangedTrial {
  readonly root: string;
  readonly memory: UnchangedMemory;
  pipeline: Pipeline;
  more: Partial<RunOptions> = {};

  constructor(context: TestContext, pipeline: Pipeline) {
    this.root = makeRoot(context);
    this.pipeline = pipeline;
    const file = join(this.root, 'p.pipeline.yaml');
    this.memory = { root: this.root, file, build: 'b', given: [] };
    this.write('p.pipeline.yaml', 'first');
    this.write('.dagwright/history/.keep', '');
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  remove(name: string): void {
    rmSync(this.path(name), { recursive: true, force: true });
  }

  /** In the usual way. Files count as touched long before it: no test waits for a tick of their clock. */
  run(): Promise<RunState> {
    const observed = new ObservedFiles(Date.now() + 3_600_000);
    observed.see(this.memory.file, statusOf(this.memory.file));
    const options = optionsFor(this.root, this.pipeline, this.more);
    return runPipeline(options, openJournal, { memory: this.memory, observed });
  }

  /** Once to do the work, and once to find it all done. */
  async settle(): Promise<RunState> {
    const states = [await this.run(), await this.run()] as const;
    for (const state of states) assert.equal(state.status, 'success', outcomes(state));
    return states[1];
  }

  unchanged(memory: Partial<UnchangedMemory> = {}, now = Date.now()): UnchangedRecord | undefined {
    return unchangedRun({ ...this.memory, ...memory }, now);
  }

  /** The run that is kept when nothing has changed, read from its folder. */
  async retell(record: UnchangedRecord): Promise<RunState> {
    const { root } = this;
    const { started } = retellRun(record, { root }, systemClock.now(), systemClock);
    const reading = await readRun(runFolder(root, started.runId));
    if (reading.kind !== 'run' || reading.unreadableLines > 0) throw new Error(JSON.stringify(reading));
    return reading.state;
  }
}

/** What came of each task, however long it took: a line each. */
export function outcomes({ tasks, status }: RunState): string {
  const lines = Array.from(tasks.values(), ({ name, status, outputs, source, reason, attempts }) =>
    JSON.stringify([name, status, outputs, source, reason, attempts.length]),
  );
  return [status, ...lines].join('\n');
}
