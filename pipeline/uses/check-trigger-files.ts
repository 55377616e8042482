import type { Analysis } from '../analyse.ts';
import { withoutIgnored } from '../ignore-comments.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { scalarOf } from '../reading/fields.ts';
import type { FilesBeside } from './files-beside.ts';

/** Tells of triggers that wait for the end of a pipeline whose file is not there. `path` is where the text stands. */
export function checkTriggerFiles(analysis: Analysis, path: string, files: FilesBeside): readonly Problem[] {
  const triggers = analysis.syntax.entries.find(({ key }) => key.text === 'triggers')?.value;
  if (triggers?.kind !== 'list') return none;
  const problems = triggers.items.flatMap((trigger): readonly Problem[] => {
    const named = scalarOf(trigger, 'pipeline');
    if (!named || named.text.trim() === '' || /\$\{\{|\0/.test(named.text)) return none;
    const found = files.find(files.resolve(named.text, path));
    if (!found || 'analysis' in found) return none;
    const folder = named.text.slice(0, named.text.lastIndexOf('/') + 1);
    const near = found.near === undefined ? undefined : folder + found.near;
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, named.range, JSON.stringify(near))];
    const message = `There is no file "${named.text}", seen from this pipeline, so its end never starts this one.${hint}`;
    return [problem('missing-file', named.range, message, { fixes })];
  });
  return problems.length === 0 ? none : withoutIgnored(analysis.text, problems);
}

const none: readonly Problem[] = [];
