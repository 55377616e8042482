import { matrixOf } from '../building/build-matrix.ts';
import type { CheckedExpressions, Condition, PlacedReference } from '../checks/expression-words.ts';
import { type Guard, guardsOf } from '../expressions/guards.ts';
import { expandMatrix, type FilePattern, filePattern, isPattern } from '../file-pattern.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { entriesOf, isNull, scalarOf, scalarsOf, valueUnder } from './fields.ts';
import { type KeySlot, keySlot, type NeedSlot, needSlot } from './need-slot.ts';

/** A path, normalised; `place` is where it is written. `pattern`: it is a glob, and stands for all files that fit. */
export interface FileFact {
  readonly path: string;
  readonly place: ScalarSyntax;
  readonly pattern?: FilePattern;
}

/** A declared output; `value` is false for a file. */
export interface OutputFact {
  readonly place: ScalarSyntax;
  readonly value: boolean;
  /** The word for the type of a value, where it is written. */
  readonly type?: string;
}

/** What the checks across tasks have to know of one, gathered once. */
export interface TaskFacts {
  readonly name: string;
  readonly lowerName: string;
  /** Something in it could not be read: it may say more than what stands here. */
  readonly broken: boolean;
  readonly needs: readonly ScalarSyntax[];
  readonly references: readonly PlacedReference[];
  /** The expressions in which the kinds of values matter. */
  readonly conditions: readonly Condition[];
  /** Whether one of the references is to a task. */
  readonly readsTasks: boolean;
  readonly outputs: ReadonlyMap<string, OutputFact>;
  /** The outputs of a task that uses another pipeline are not known here. */
  readonly outputsUnknown: boolean;
  readonly writes: readonly FileFact[];
  readonly reads: readonly FileFact[];
  readonly env: readonly string[];
  readonly needSlot?: NeedSlot;
  readonly keySlot?: KeySlot;
  readonly pool?: ScalarSyntax;
  readonly rule?: ScalarSyntax;
  readonly hasIf: boolean;
  /** What must hold for its `if` to be true. */
  readonly guards: readonly Guard[];
  readonly continueOnError: boolean;
  /** It starts when all its needs succeeded, and its own failure is a failure to all. */
  readonly plain: boolean;
  readonly fansOut: boolean;
}

/** Gathers the facts of a task from its syntax; `text` is its piece. */
export function taskFacts(
  text: string,
  name: ScalarSyntax,
  body: ValueSyntax | undefined,
  { references, conditions }: Pick<CheckedExpressions, 'references' | 'conditions'>,
  broken: boolean,
): TaskFacts {
  const pool = scalarOf(body, 'pool');
  const slot = needSlot(text, name, body);
  const place = keySlot(text, name, body);
  const rule = scalarOf(body, 'trigger_rule');
  const continueOnError = scalarOf(body, 'continue_on_error')?.value === true;
  const facts: { -readonly [Fact in keyof TaskFacts]: TaskFacts[Fact] } = {
    name: name.text,
    lowerName: name.text.toLowerCase(),
    broken,
    needs: scalarsOf(valueUnder(body, 'needs')),
    references,
    conditions,
    readsTasks: references.some(reference => reference.context.name === 'tasks'),
    outputs: outputFacts(body),
    outputsUnknown: valueUnder(body, 'uses') !== undefined,
    writes: filesOf(outputPaths(body), body).filter(file => !file.pattern),
    reads: filesOf(scalarsOf(valueUnder(body, 'inputs')), body),
    env: entriesOf(valueUnder(body, 'env')).map(entry => entry.key.text),
    hasIf: valueUnder(body, 'if') !== undefined,
    guards: conditions.flatMap(({ expression, parsed }) => (expression.path[0] === 'if' ? guardsOf(parsed.tree) : [])),
    continueOnError,
    plain: !continueOnError && (!rule || rule.text === 'all_success'),
    fansOut: valueUnder(body, 'matrix') !== undefined || valueUnder(body, 'foreach') !== undefined,
  };
  // Not spread: that takes longer than the rest.
  if (slot) facts.needSlot = slot;
  if (place) facts.keySlot = place;
  if (pool) facts.pool = pool;
  if (rule) facts.rule = rule;
  return facts;
}

function outputFacts(body: ValueSyntax | undefined): TaskFacts['outputs'] {
  const declared = entriesOf(valueUnder(body, 'outputs'));
  if (declared.length === 0) return noOutputs;
  const outputs = new Map<string, OutputFact>();
  for (const { key, value } of declared) {
    const type = value?.kind === 'scalar' ? value.text : scalarOf(value, 'type')?.text;
    const isValue = value?.kind !== 'map' || !scalarOf(value, 'path');
    outputs.set(key.text, { place: key, value: isValue, ...(type === undefined ? {} : { type }) });
  }
  return outputs;
}

const noOutputs: TaskFacts['outputs'] = new Map();

function outputPaths(body: ValueSyntax | undefined): readonly ScalarSyntax[] {
  return entriesOf(valueUnder(body, 'outputs')).flatMap(entry => scalarOf(entry.value, 'path') ?? []);
}

/** The files that paths name: with a matrix those of all instances; none for a path that only the run knows. */
function filesOf(paths: readonly ScalarSyntax[], body: ValueSyntax | undefined): readonly FileFact[] {
  if (paths.length === 0) return none;
  const matrix = matrixOf(valueUnder(body, 'matrix'));
  return paths.flatMap((place): readonly FileFact[] => {
    if (isNull(place)) return none;
    return (expandMatrix(place.text, matrix) ?? []).flatMap((text): readonly FileFact[] => {
      const path = normalise(text);
      if (!isPattern(path)) return /[\]}]/.test(path) ? none : [{ path, place }];
      const pattern = filePattern(path);
      return pattern ? [{ path, place, pattern }] : none;
    });
  });
}

const none: readonly FileFact[] = [];

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.trim().split('/')) {
    if (part === '' && parts.length > 0) continue;
    if (part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
