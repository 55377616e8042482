import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Analysis, analyse } from '../../../pipeline/analyse.ts';
import { MissingFiles } from '../../../pipeline/missing-files.ts';
import { checkUses } from '../../../pipeline/uses/check-uses.ts';
import { isPipelineText } from '../../../pipeline/uses/uses-of.ts';
import { readPipelineFile, shownName } from '../pipeline-file.ts';
import { Refusal } from '../refusal.ts';
import { UsedReader } from '../uses/used-reader.ts';
import { filesAround } from './files-around.ts';
import type { CheckedFile } from './problem-text.ts';
import { withTriggerRings } from './trigger-rings.ts';

/** What was checked, and a sentence for each file that could not be. */
export interface CheckedFiles {
  readonly checked: readonly CheckedFile[];
  readonly refusals: readonly string[];
}

/** Checks the files that were named, then those that they use, each once. A file that cannot be read keeps no other from being checked. */
export async function checkFiles(files: readonly string[]): Promise<CheckedFiles> {
  const reader = new UsedReader();
  const checked: CheckedFile[] = [];
  const refusals: string[] = [];
  const named = new Set<string>();
  const used: string[] = [];
  for (const file of files) {
    try {
      const { text } = await readPipelineFile(file);
      const analysis = analyse(text);
      const path = resolve(file);
      named.add(await realpath(path).catch(() => path));
      used.push(...(await reader.readAround(analysis, path)));
      checked.push(checkedFile(shownName(file), analysis, path, reader));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusals.push(error.message);
    }
  }
  return { checked: withTriggerRings([...checked, ...usedFiles(used, named, reader)]), refusals };
}

function usedFiles(paths: readonly string[], seen: Set<string>, reader: UsedReader): readonly CheckedFile[] {
  return paths.flatMap(path => {
    const found = reader.find(path);
    if (!found || !('analysis' in found) || seen.has(found.identity) || !isPipelineText(found.analysis)) return [];
    seen.add(found.identity);
    return [checkedFile(reader.name(path), found.analysis, path, reader)];
  });
}

function checkedFile(name: string, analysis: Analysis, path: string, reader: UsedReader): CheckedFile {
  const beside = [...checkUses(analysis, path, reader), ...new MissingFiles(filesAround(path)).problems(analysis)];
  const problems = [...analysis.problems, ...beside].sort((a, b) => a.range.start - b.range.start);
  return { name, text: analysis.text, problems };
}
