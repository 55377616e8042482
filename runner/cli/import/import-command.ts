import { existsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type ImportSource, importFile } from '../../../importers/import-file.ts';
import { importMakefile } from '../../../importers/import-makefile.ts';
import type { Imported } from '../../../importers/imported.ts';
import { pipelineText } from '../../../importers/pipeline-text.ts';
import { analyse } from '../../../pipeline/analyse.ts';
import { lineAndColumn, lineIndex } from '../../../pipeline/line-index.ts';
import { systemText } from '../../system-text.ts';
import { lossesText } from '../export/loss-text.ts';
import { paintFor } from '../paint.ts';
import { readPipelineFile, shownName } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';
import { askMake } from './ask-make.ts';

/** What `dagwright import` may be told. */
export interface ImportOptions {
  readonly from?: ImportSource;
  /** The file to write; without it the pipeline is printed. */
  readonly out?: string;
  readonly force?: boolean;
  /** `json` prints the pipeline with what is lost, and writes nothing. */
  readonly format?: 'text' | 'json';
}

/** `dagwright import`: makes a pipeline of the file of another tool, and tells first what is lost; answers the exit code. */
export async function importPipeline(file: string, options: ImportOptions): Promise<number> {
  const { text } = await readPipelineFile(file);
  const isMake =
    options.from === 'make' || (options.from === undefined && /^(?:gnu)?makefile$|\.mk$/i.test(basename(file)));
  const imported = isMake ? importMakefile({ ...askMake(file), text }) : importFile(text, options.from);
  if (!imported)
    throw new Refusal(
      `${shownName(file)} is no workflow of GitHub, GitLab CI or Argo, no dvc.yaml and no Makefile with rules, or has no task of its own: what it includes is not read. Say what it is with --from.`,
    );
  const made = pipelineText(imported);
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify({ text: made, losses: placed(imported, text) }, undefined, 2)}\n`);
    return 0;
  }
  tellLosses(file, text, imported);
  const errors = analyse(made).problems.filter(({ severity }) => severity === 'error');
  if (options.out === undefined) process.stdout.write(made);
  else write(options.out, made, options.force === true);
  for (const { message } of errors) process.stderr.write(`To mend by hand: ${message}\n`);
  return errors.length > 0 ? 1 : 0;
}

function placed({ losses }: Imported, text: string): readonly object[] {
  const index = lineIndex(text);
  return losses.map(({ range: { start, end }, message }) => ({
    message,
    range: { start: lineAndColumn(index, start), end: lineAndColumn(index, end) },
  }));
}

function tellLosses(file: string, text: string, { losses }: Imported): void {
  const paint = paintFor(process.stderr, process.env);
  const lost = losses.map(loss => ({ ...loss, level: 'lost' as const }));
  process.stderr.write(lossesText({ name: shownName(file), text }, lost, paint, process.stderr.columns || 120));
}

function write(path: string, text: string, force: boolean): void {
  if (existsSync(path) && !force)
    throw new Refusal(`${path} is there already: nothing was written. Use --force to replace it.`);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Refusal(`${path} cannot be written: ${systemText(error)}.`);
  }
  process.stdout.write(`${path}\n`);
}
