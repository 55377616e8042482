import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openJournal } from '../../../runner/journal.ts';
import { exitsFile, runFolder } from '../../../runner/layout.ts';
import { resumeRun } from '../../../runner/resume/resume-run.ts';
import { runPipeline } from '../../../runner/run-pipeline.ts';
import { makePipeline, makeTask } from '../make-pipeline.ts';
import { optionsFor, statuses } from '../whole-run.ts';

/*
 * `node full-disk-trial.ts DISK OUT`: DISK is a small file system, to be filled, OUT a folder elsewhere. Prints what came of a run
 * that finds the disk full, and then of going on with it when there is room, as JSON.
 */

/** What the trial prints. */
export interface Trial {
  readonly first: { readonly status: string; readonly message: string; readonly long: string };
  /** What it says to go on with the run while the disk is full. */
  readonly refused: string;
  readonly resumed: { readonly status: string; readonly statuses: string };
  readonly effects: readonly string[];
  readonly exits: string;
}

const [, self = '', disk = '', out = '', part] = process.argv;
const effects = join(out, 'effects');
const chain = Array.from({ length: 40 }, (_, at) =>
  makeTask(`c${at}`, `echo c${at} >>${effects}`, { needs: [at === 0 ? 'fill' : `c${at - 1}`] }),
);
const pipeline = makePipeline([
  makeTask('begin', 'true'),
  makeTask('long', `echo long >>${effects}; while ! test -e ${out}/full; do sleep 0.02; done`, { needs: ['begin'] }),
  makeTask('fill', `echo fill >>${effects}; dd if=/dev/zero of=ballast bs=1k || true`, { needs: ['begin'] }),
  ...chain,
]);

if (part === 'run') {
  const state = await runPipeline(optionsFor(disk, pipeline, { runId: 'r' }), path => {
    const journal = openJournal(path);
    const { flush } = journal;
    journal.flush = () => {
      try {
        flush.call(journal);
      } catch (error) {
        writeFileSync(join(out, 'full'), '');
        throw error;
      }
    };
    return journal;
  });
  const { status, message = '' } = state;
  print({ status, message, long: state.tasks.get('long')?.status ?? '' });
} else {
  const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(`file://${self}`), disk, out, 'run']);
  const first: Trial['first'] = JSON.parse(stdout.toString() || `"${stderr}"`);
  const run = runFolder(disk, 'r');
  const refused = await resumeRun({ run, dagwrightVersion: '0' }).then(String, String);
  rmSync(join(disk, 'ballast'));
  const state = await resumeRun({ run, dagwrightVersion: '0' });
  const resumed = { status: state.status, statuses: statuses(state) };
  const lines = readFileSync(effects, 'utf8').trimEnd().split('\n');
  print({ first, refused, resumed, effects: lines, exits: readFileSync(exitsFile(run), 'utf8') });
}

function print(value: Trial | Trial['first']): void {
  process.stdout.write(JSON.stringify(value));
}
