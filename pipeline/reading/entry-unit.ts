import { checkExecutors } from '../checks/executors.ts';
import { checkParams } from '../checks/params.ts';
import { checkShape, fitsKey } from '../checks/shape.ts';
import { checkTriggers } from '../checks/triggers.ts';
import { checkUnknownKey, meansKey } from '../checks/unknown-key.ts';
import { type Problem, problem } from '../problem.ts';
import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { foreignPipelineWords } from '../vocabulary/foreign-words.ts';
import { pipelineKeys } from '../vocabulary/pipeline-keys.ts';
import type { AliasBudget } from './alias.ts';
import { type FoundExpression, findExpressions } from './find-expressions.ts';
import { type NamedParts, type OuterAnchors, readYaml } from './read-yaml.ts';
import { besideFaults, missingColonFault, type SyntaxFault } from './syntax-fault.ts';

/** An entry of the top level by itself. Ranges count from the beginning of its piece of the text. */
export interface EntryUnit extends NamedParts {
  readonly kind: 'prologue' | 'entry' | 'tasks';
  readonly entry?: EntrySyntax;
  readonly expressions: readonly FoundExpression[];
  readonly problems: readonly Problem[];
  /** A comment in it silences problems. */
  readonly silences?: boolean;
}

/** Of a unit that neither names anything for others nor takes anything from them. */
export const takesNothing = {
  anchors: new Map<string, ValueSyntax>(),
  imports: new Map<string, ValueSyntax | undefined>(),
  aliased: 0,
  borrowed: [],
};

/** Reads one entry of the top level, or the line `tasks:`, from its lines. */
export function readEntryUnit(
  text: string,
  kind: EntryUnit['kind'],
  outer: OuterAnchors,
  budget: AliasBudget,
): EntryUnit {
  if (kind === 'prologue') return { kind, expressions: [], problems: [], ...takesNothing };
  const read = readYaml(text, outer, budget);
  const { anchors, imports, aliased, borrowed } = read;
  const own = { anchors, imports, aliased, borrowed };
  const entry = read.root?.kind === 'map' ? read.root.entries[0] : undefined;
  if (entry) return { ...entryUnit(text, kind, entry, read.faults), ...own };
  const range = read.root?.range ?? { start: 0, end: text.trimEnd().length };
  const fault = read.faults[0] ?? missingColonFault(text, range);
  const words = text.slice(range.start, range.end).split(/\r?\n/)[0] ?? '';
  const key: ScalarSyntax = { kind: 'scalar', range: fault.range, value: words, text: words, style: 'plain' };
  return { ...entryUnit(text, kind, { key }, [fault]), ...own };
}

/** Makes the unit of an entry whose syntax is there already; `text` is its piece. */
export function entryUnit(
  text: string,
  kind: EntryUnit['kind'],
  entry: EntrySyntax,
  faults: readonly SyntaxFault[],
): EntryUnit {
  const syntaxProblems = faults.map(fault =>
    problem('yaml-syntax', fault.range, fault.message, { fixes: fault.fixes }),
  );
  const key = pipelineKeys.find(known => known.name === entry.key.text);
  const checked = kind === 'tasks' ? [] : checkEntry(entry);
  const problems = [...syntaxProblems, ...besideFaults(text, checked, faults)];
  const expressions = key && key.name !== 'tasks' ? findExpressions(text, entry.value, key.shape, [key.name]) : [];
  return { kind, entry, expressions, problems, ...takesNothing };
}

/**
 * A key that begins with `x-` is the user's own: a place for anchors. Another tool's word for `tasks` is an error, for
 * without its tasks a file says nothing.
 */
function checkEntry(entry: EntrySyntax): readonly Problem[] {
  const name = entry.key.text;
  if (name.startsWith('x-')) return [];
  const key = pipelineKeys.find(known => known.name === name);
  if (!key) {
    const alone = { kind: 'map' as const, range: entry.key.range, entries: [entry], flow: false };
    const unknown = checkUnknownKey(entry, alone, pipelineKeys, foreignPipelineWords, fitsKey);
    const meansTasks = meansKey(entry, 'tasks', pipelineKeys, foreignPipelineWords);
    return [meansTasks ? { ...unknown, code: 'invalid-value', severity: 'error' } : unknown];
  }
  if (name === 'tasks') return [];
  const shaped = checkShape(entry.value, key.shape, { what: `"${name}"`, range: entry.key.range });
  if (name === 'executors') return [...shaped, ...checkExecutors(entry.value)];
  if (name === 'triggers') return [...shaped, ...checkTriggers(entry.value)];
  return name === 'params' ? [...shaped, ...checkParams(entry.value)] : shaped;
}
