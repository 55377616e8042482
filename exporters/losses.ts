import { entryOf } from '../pipeline/reading/fields.ts';
import type { PipelineSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import type { ExportSource } from './export-source.ts';
import type { Exported, ExportedFile, Loss, LossLevel } from './exported.ts';

/** Gathers what an export cannot say, each thing once, at its place. Tasks are named as in the run: an instance is told at its task. */
export class Losses {
  readonly #syntax: PipelineSyntax;
  readonly #found = new Map<string, Loss>();

  constructor(source: ExportSource) {
    this.#syntax = source.syntax;
  }

  /** The export goes without it. */
  lost(task: string | undefined, key: string | undefined, message: string): void {
    this.#add('lost', task, key, message);
  }

  /** There is no export. */
  refused(task: string | undefined, key: string | undefined, message: string): void {
    this.#add('refused', task, key, message);
  }

  /** The export: `files` is asked only when nothing is refused. */
  exported(files: () => readonly ExportedFile[]): Exported {
    const losses = [...this.#found.values()].sort((one, other) => one.range.start - other.range.start);
    return { losses, files: losses.some(({ level }) => level === 'refused') ? [] : files() };
  }

  #add(level: LossLevel, name: string | undefined, key: string | undefined, message: string): void {
    const shared = name === undefined || key === undefined ? undefined : sharedPlace(this.#syntax, name, key);
    const task = name === undefined || shared ? undefined : writtenName(name);
    const id = JSON.stringify([level, task, key, message]);
    if (this.#found.has(id)) return;
    this.#found.set(id, {
      level,
      range: shared ?? placeOf(this.#syntax, task, key),
      message,
      ...(task !== undefined && { task }),
      ...(key !== undefined && { key }),
    });
  }
}

/** The task of the file that a task of the run comes from: `train` of `train[fold=1]`, `ingest` of `ingest/load`. */
export function writtenName(name: string): string {
  return /^[^[/]*/.exec(name)?.[0] ?? name;
}

/** Where the file says for all tasks what this one does not say itself: below `defaults`, or by its `env`. */
function sharedPlace({ entries, tasksByName }: PipelineSyntax, name: string, key: string): TextRange | undefined {
  const own = tasksByName.get(writtenName(name));
  if (!own || name.includes('/') || entryOf(own.block.body, key)) return undefined;
  const top = (wanted: string) => entries.find(entry => entry.key.text === wanted);
  const found = entryOf(top('defaults')?.value, key) ?? (key === 'env' ? top('env') : undefined);
  return found?.key.range;
}

/** Where a task, or the file, says `key`; the task's name, or the beginning, where it does not. */
function placeOf(syntax: PipelineSyntax, task: string | undefined, key: string | undefined): TextRange {
  if (task === undefined) {
    const entry = syntax.entries.find(candidate => candidate.key.text === key);
    return entry?.key.range ?? { start: 0, end: 1 };
  }
  const found = syntax.tasksByName.get(task);
  if (!found) return { start: 0, end: 1 };
  const entry = key === undefined ? undefined : entryOf(found.block.body, key);
  const { start, end } = entry?.key.range ?? found.block.name.range;
  return { start: found.start + start, end: found.start + end };
}
