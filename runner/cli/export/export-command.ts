import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type ExportTarget, exportTargets, exportTo } from '../../../exporters/export-to.ts';
import type { Exported, ExportedFile, Loss } from '../../../exporters/exported.ts';
import { isUntouched } from '../../../exporters/own-mark.ts';
import { lineAndColumn, lineIndex } from '../../../pipeline/line-index.ts';
import { systemText } from '../../system-text.ts';
import { paintFor } from '../paint.ts';
import { shownName } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';
import { lossesText } from './loss-text.ts';
import { readExportSource, repositoryOf } from './read-export-source.ts';

/** What `dagwright export` may be told. */
export interface ExportOptions {
  readonly to: ExportTarget;
  /** The folder to write to; that of the pipeline, or the root of its repository for a workflow, when it is not said. */
  readonly out?: string;
  readonly strict?: boolean;
  readonly force?: boolean;
  /** `json` prints what would be written, and writes nothing. */
  readonly format: 'text' | 'json';
}

/** `dagwright export`: writes a pipeline for another engine, and tells first what is lost; answers the exit code, 1 when there is no export. */
export async function exportPipeline(file: string, options: ExportOptions): Promise<number> {
  const folder = resolve(options.out ?? homeOf(file, options.to));
  const source = await readExportSource(file, folder);
  const exported = exportTo(options.to, source);
  const refused =
    exported.losses.some(({ level }) => level === 'refused') || (options.strict && exported.losses.length > 0);
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(exportJson(exported, source.text), undefined, 2)}\n`);
    return refused ? 1 : 0;
  }
  const paint = paintFor(process.stderr, process.env);
  const shown = { name: shownName(file), text: source.text };
  process.stderr.write(lossesText(shown, exported.losses, paint, process.stderr.columns || 120));
  if (refused) {
    const why = options.strict ? 'something would be lost' : 'it would do something else there';
    process.stderr.write(
      `${shown.name} was not exported to ${exportTargets[options.to]}: ${why}. Nothing was written.\n`,
    );
    return 1;
  }
  write(exported.files, folder, options.force === true);
  return 0;
}

/** A workflow belongs into the root of the repository, all else beside the pipeline. */
function homeOf(file: string, target: ExportTarget): string {
  if (target === 'github') return repositoryOf(resolve(file === '-' ? 'standard-input' : file));
  return file === '-' ? '.' : dirname(file);
}

function exportJson({ files, losses }: Exported, text: string): object {
  const index = lineIndex(text);
  const placed = ({ range: { start, end }, ...loss }: Loss) => ({
    ...loss,
    range: { start: lineAndColumn(index, start), end: lineAndColumn(index, end) },
  });
  return { files, losses: losses.map(placed) };
}

/** All or nothing: a file that somebody has written or edited stops it before anything is written. */
function write(files: readonly ExportedFile[], folder: string, force: boolean): void {
  const targets = files.map(({ path, text }) => ({ path: join(folder, path), text }));
  const inTheWay = targets.find(({ path, text }) => !force && isInTheWay(path, text));
  if (inTheWay) {
    const name = shortPath(inTheWay.path);
    throw new Refusal(
      `${name} is there already and was not written by an export, or was edited since: nothing was written. Use --force to replace it, or --out for another folder.`,
    );
  }
  for (const { path, text } of targets) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    } catch (error) {
      throw new Refusal(`${shortPath(path)} cannot be written: ${systemText(error)}.`);
    }
    process.stdout.write(`${shortPath(path)}\n`);
  }
}

function isInTheWay(path: string, text: string): boolean {
  if (!existsSync(path)) return false;
  try {
    const found = readFileSync(path, 'utf8');
    return found !== text && !isUntouched(found);
  } catch (error) {
    throw new Refusal(`${shortPath(path)} cannot be read: ${systemText(error)}.`);
  }
}

function shortPath(path: string): string {
  const seen = relative(process.cwd(), path);
  return seen !== '' && seen.length < path.length ? seen : path;
}
