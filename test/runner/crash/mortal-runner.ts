import { type JournalOpener, openJournal } from '../../../runner/journal.ts';
import { resumeRun } from '../../../runner/resume/resume-run.ts';
import type { RunOptions } from '../../../runner/run-options.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';

/*
 * A runner that dies when its journal has got so many records: `node mortal-runner.ts <Mortal as JSON>`. It is killed by
 * itself, so that nothing of it runs after that record.
 */

/** What it does, and when it dies. */
export interface Mortal {
  /** A new run, or the folder of one to go on with. */
  readonly does: { readonly run: RunOptions } | { readonly resume: string };
  /** The number of records that it writes; without it, it lives on. */
  readonly records?: number;
  /** Of the last record only so many bytes. */
  readonly bytes?: number;
}

const { does, records = Number.POSITIVE_INFINITY, bytes }: Mortal = JSON.parse(process.argv[2] ?? '');

const mortal: JournalOpener = (path, length) => {
  const journal = openJournal(path, length);
  const { append, flush } = journal;
  let count = 0;
  journal.append = event => {
    count++;
    if (count === records && bytes !== undefined) {
      const { appendFileSync } = process.getBuiltinModule('node:fs');
      appendFileSync(path, Buffer.from(`${JSON.stringify(event)}\n`).subarray(0, bytes));
      process.kill(process.pid, 'SIGKILL');
    }
    append.call(journal, event);
    flush.call(journal);
    if (count === records) process.kill(process.pid, 'SIGKILL');
  };
  return journal;
};

try {
  const state =
    'run' in does
      ? await runPipeline(does.run, mortal)
      : await resumeRun({ run: does.resume, dagwrightVersion: '0' }, mortal);
  process.stdout.write(`${state.status}\n`);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
