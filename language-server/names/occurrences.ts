import type { Analysis } from '../../pipeline/analyse.ts';
import type { EntrySyntax, ScalarSyntax, TaskSyntax } from '../../pipeline/syntax.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { entriesOf, entryIn, entryOf, nameOf, placed, topEntry } from '../task-facts.ts';
import { writtenRange } from '../written-range.ts';
import { namesInExpressions, namesInText } from './expression-occurrences.ts';
import type { Name, Occurrence } from './name.ts';
import { sharedNeeds } from './shared-needs.ts';

/** Every place in one task where a name stands. */
export function occurrencesInTask(analysis: Analysis, task: TaskSyntax): readonly Occurrence[] {
  const own = nameOf(task);
  const at = (scalar: ScalarSyntax, name: Name, isDefinition: boolean) =>
    occurrence(analysis, scalar, placed(task, scalar.range), name, isDefinition);
  const definitions = (key: string, kind: Name['kind']) =>
    entriesOf(entryOf(task, key)?.value)
      .filter(entry => kind !== 'axis' || (entry.key.value !== 'include' && entry.key.value !== 'exclude'))
      .flatMap(entry => at(entry.key, { kind, text: String(entry.key.value), task: own }, true));
  const places = (['pool', 'executor'] as const).flatMap(kind => {
    const value = entryOf(task, kind)?.value;
    return value?.kind === 'scalar' ? at(value, { kind, text: String(value.value) }, false) : [];
  });
  return [
    ...at(task.block.name, { kind: 'task', text: own }, true),
    ...task.block.needs.flatMap(need => at(need, { kind: 'task', text: String(need.value) }, false)),
    ...definitions('outputs', 'output'),
    ...definitions('env', 'env'),
    ...definitions('matrix', 'axis'),
    ...places,
    ...namesInExpressions(analysis, task),
  ];
}

/** Every place outside the tasks where a name stands. */
export function occurrencesAtTop(analysis: Analysis): readonly Occurrence[] {
  const definitions = (key: string, kind: Name['kind']) =>
    entriesOf(topEntry(analysis, key)?.value).flatMap(entry =>
      occurrence(analysis, entry.key, entry.key.range, { kind, text: String(entry.key.value) }, true),
    );
  return [
    ...definitions('params', 'param'),
    ...definitions('env', 'env'),
    ...definitions('pools', 'pool'),
    ...definitions('executors', 'executor'),
    ...defaultExecutor(analysis),
    ...sharedNeeds(analysis),
    ...analysis.syntax.entries.flatMap(entry => namesInEntry(analysis, entry)),
  ];
}

function defaultExecutor(analysis: Analysis): readonly Occurrence[] {
  const value = entryIn(topEntry(analysis, 'defaults')?.value, 'executor')?.value;
  return value?.kind === 'scalar'
    ? occurrence(analysis, value, value.range, { kind: 'executor', text: String(value.value) }, false)
    : [];
}

/** Every place in the file where a name stands, the top first, then the tasks in their order. */
export function* allOccurrences(analysis: Analysis): Generator<Occurrence> {
  yield* occurrencesAtTop(analysis);
  for (const task of analysis.syntax.tasks) yield* occurrencesInTask(analysis, task);
}

function namesInEntry(analysis: Analysis, { value }: EntrySyntax): readonly Occurrence[] {
  return value === undefined ? [] : namesInText(analysis, value.range);
}

/** Only where the name stands in the text as it is: not where an alias brings it in, and not where it is written with escapes. */
function occurrence(
  analysis: Analysis,
  scalar: ScalarSyntax,
  range: TextRange,
  name: Name,
  isDefinition: boolean,
): readonly Occurrence[] {
  const inner = writtenRange(analysis.text, scalar, range, name.text);
  return inner ? [{ name, range: inner, isDefinition }] : [];
}
