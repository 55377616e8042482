import { dirname, relative, resolve } from 'node:path';
import type { Trigger } from '../../../pipeline/pipeline.ts';
import { reasonOf } from '../../../pipeline/trigger-words.ts';
import { findRoot } from '../../run-directory/root.ts';
import { readPicture } from '../../schedule-folder/schedule-picture.ts';
import { Refusal } from '../refusal.ts';
import { tableText } from '../table.ts';
import { localTime } from '../time-text.ts';
import { pipelinesBelow } from './armed-files.ts';
import { globPlaces } from './glob-place.ts';
import { nextStarts } from './next-starts.ts';
import { readArmed } from './pipeline-reader.ts';
import { existingFolder } from './schedule-command.ts';

const shown = 10;

/** `dagwright schedule --list`: what would start next below a folder, and why; answers the exit code. */
export async function listSchedule(typed: string, { format }: { readonly format?: string }): Promise<number> {
  const folder = existingFolder(typed);
  const read = new Map<string, readonly Trigger[]>();
  const faults = new Map<string, string>();
  for (const file of pipelinesBelow(folder)) {
    const reading = await readArmed(file);
    if (reading === 'gone') continue;
    if ('fault' in reading) faults.set(relative('', file), reading.fault);
    else if (reading.pipeline.triggers.length > 0) read.set(relative('', file), reading.pipeline.triggers);
  }
  return print(folder, read, faults, format);
}

/** `dagwright next`: the next starts of a pipeline, and why; answers the exit code. */
export async function nextOf(file: string, { format }: { readonly format?: string }): Promise<number> {
  const reading = await readArmed(resolve(file));
  if (reading === 'gone') throw new Refusal(`${file} is not there.`);
  if ('fault' in reading) throw new Refusal(`Nothing starts ${file}: ${reading.fault}`, 1);
  return print(resolve(file, '..'), new Map([[file, reading.pipeline.triggers]]), new Map(), format);
}

/** What starts a run without a time, or why it never does. */
function eventOf(file: string, trigger: Trigger): { readonly file: string; readonly reason: string } | undefined {
  if (trigger.kind === 'cron') return undefined;
  const places = trigger.kind === 'files' ? globPlaces(trigger.files, dirname(resolve(file))) : [];
  return { file, reason: 'fault' in places ? `nothing starts it: ${places.fault}` : reasonOf(trigger) };
}

function print(
  folder: string,
  read: ReadonlyMap<string, readonly Trigger[]>,
  faults: ReadonlyMap<string, string>,
  format: string | undefined,
): number {
  const root = findRoot(folder);
  const picture = readPicture(root);
  const scheduler = picture?.isAlive ? picture.owner : undefined;
  const off = new Set(
    picture?.pipelines.filter(({ paused }) => paused).map(({ file }) => relative('', resolve(root, file))),
  );
  const starts = nextStarts(
    [...read].filter(([file]) => !off.has(relative('', resolve(file)))),
    Date.now(),
    shown,
  );
  const events = [...read].flatMap(([file, triggers]) => triggers.flatMap(trigger => eventOf(file, trigger) ?? []));
  if (format === 'json') {
    const json = { scheduler: scheduler ?? null, starts, events, off: [...off], faults: Object.fromEntries(faults) };
    process.stdout.write(`${JSON.stringify(json)}\n`);
    return 0;
  }
  const rows = [
    ...starts.map(({ at, file, reason }) => [localTime(at), file, reason]),
    ...events.map(({ file, reason }) => ['', file, reason]),
    ...[...off].map(file => ['', file, 'its triggers are switched off']),
    ...[...faults].map(([file, fault]) => ['', file, `nothing starts it: ${fault}`]),
  ];
  process.stdout.write(rows.length === 0 ? 'Nothing starts by itself: there are no triggers.\n' : tableText(rows));
  const note = scheduler
    ? `Process ${scheduler.pid} starts them.`
    : 'No scheduler runs: start them with dagwright schedule.';
  if (rows.length > 0) process.stdout.write(`\n${note}\n`);
  return 0;
}
