import { closest } from '../closest.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import { type ForeignWord, triggerWords } from '../vocabulary/foreign-words.ts';
import { type Key, type Shape, shapeBehind } from '../vocabulary/shape.ts';
import { checkFormat, checkMapKey } from './formats.ts';
import { checkUnknownKey } from './unknown-key.ts';
import { checkBoolean, checkDuration, checkEnum, checkNumber, checkSize, say } from './values.ts';
import { otherKind } from './wrong-kind.ts';

/** Where a value stands, for messages and for what is missing. */
export interface ShapePlace {
  /** In double quotes or described: `"retries"`, `an item of "needs"`. */
  readonly what: string;
  /** What to blame when the value is absent: its key. */
  readonly range: TextRange;
  /** The words of other tools for the keys of this map. */
  readonly foreignWords?: Readonly<Record<string, ForeignWord>>;
}

/** Checks a value against what the vocabulary allows, all the way down. */
export function checkShape(value: ValueSyntax | undefined, shape: Shape, place: ShapePlace): Problem[] {
  if (value === undefined || (value.kind === 'scalar' && value.value === null && value.style === 'plain')) {
    return checkAbsent(value?.range ?? place.range, shape, place);
  }
  switch (shape.kind) {
    case 'either':
      return (
        checkKinds(value, shape.of, place) ??
        checkShape(value, chosen(value, shape.of), place).map(found => meantAsPath(found, value, shape.of))
      );
    case 'list':
      return checkList(value, shape, place);
    case 'map':
      if (value.kind !== 'map') return [wrongKind(value, shape, 'a map: names with values', place)];
      return value.entries.flatMap(entry => [
        ...checkMapKey(entry.key, shape.keys),
        ...checkShape(entry.value, shape.of, { what: `"${entry.key.text}"`, range: entry.key.range }),
      ]);
    case 'object':
      if (value.kind !== 'map') return [wrongKind(value, shape, describe(shape), place)];
      return checkObject(value, shape, place);
    default:
      return value.kind === 'scalar'
        ? checkScalar(value, shape, place)
        : [wrongKind(value, shape, describe(shape), place)];
  }
}

/** Where a word or a map with a `path` may stand, what looks like a path and is no such word is most often one. */
function meantAsPath(found: Problem, value: ValueSyntax, shapes: readonly Shape[]): Problem {
  const mayBePath = shapes.some(shape => shape.kind === 'object' && shape.keys.some(key => key.name === 'path'));
  if (!mayBePath || value.kind !== 'scalar' || !/[./]/.test(value.text)) return found;
  const edits = [
    { range: { start: value.range.start, end: value.range.start }, newText: '{ path: ' },
    { range: { start: value.range.end, end: value.range.end }, newText: ' }' },
  ];
  const message = `${found.message} A file is written { path: ${value.text} }.`;
  return { ...found, message, fixes: [{ title: `Write { path: ${value.text} }`, edits }] };
}

function checkAbsent(range: TextRange, shape: Shape, place: ShapePlace): Problem[] {
  const mayBeEmpty =
    shape.kind === 'object' ? !shape.keys.some(key => key.required) : shape.kind === 'map' || shape.kind === 'scalar';
  const isNote = shape.kind === 'string' && !shape.nonEmpty && !shape.format && !shape.expressions;
  if (mayBeEmpty || isNote || (shape.kind === 'list' && !shape.nonEmpty) || shape.kind === 'either') return [];
  return [problem('invalid-value', range, `${place.what} has no value: it must be ${describe(shape)}.`)];
}

/** Where several maps are possible, one of the keys that tell them apart must be there. */
function checkKinds(value: ValueSyntax, shapes: readonly Shape[], place: ShapePlace): Problem[] | undefined {
  const first = shapes.flatMap(shape => (shape.kind === 'object' ? (shape.keys[0]?.name ?? []) : []));
  if (value.kind !== 'map' || first.length < 2 || first.some(name => hasKey(value.entries, name))) return undefined;
  const names = first.map(name => `"${name}"`).join(', ');
  const slip = value.entries.flatMap(({ key }) => {
    const meant =
      (Object.hasOwn(triggerWords, key.text) ? triggerWords[key.text] : undefined) ?? closest(key.text, first);
    return meant !== undefined && first.includes(meant) ? [{ key, meant }] : [];
  })[0];
  const hint = slip ? ` "${slip.key.text}" is called "${slip.meant}" here.` : '';
  const fixes = slip ? [replacement(`Write "${slip.meant}"`, slip.key.range, slip.meant)] : [];
  return [
    problem('invalid-value', slip?.key.range ?? value.range, `${place.what} needs one of the keys ${names}.${hint}`, {
      fixes,
    }),
  ];
}

/** The alternative that fits the kind of the value; among several maps the one whose first key is there. */
function chosen(value: ValueSyntax, shapes: readonly Shape[]): Shape {
  const fitting = shapes.filter(shape => {
    if (value.kind === 'map') return shape.kind === 'object' || shape.kind === 'map';
    return (value.kind === 'list') === (shape.kind === 'list') && shape.kind !== 'object' && shape.kind !== 'map';
  });
  const has = (name: string | undefined) =>
    value.kind === 'map' && value.entries.some(entry => entry.key.text === name);
  const told = fitting.find(shape => shape.kind === 'object' && has(shape.keys[0]?.name));
  const first = told ?? fitting[0] ?? shapes[0];
  if (!first) throw new Error('A shape has no alternatives.');
  return first;
}

function checkList(value: ValueSyntax, shape: Extract<Shape, { kind: 'list' }>, place: ShapePlace): Problem[] {
  if (value.kind !== 'list') {
    if (shape.single && value.kind === 'scalar') return checkShape(value, shape.of, place);
    const fixes =
      value.kind === 'scalar' && value.style !== 'block' && checkShape(value, shape.of, place).length === 0
        ? [{ title: 'Put it in a list', edits: [bracket(value.range.start, '['), bracket(value.range.end, ']')] }]
        : [];
    return [problem('invalid-value', value.range, `${place.what} must be a list.`, { fixes })];
  }
  if (shape.nonEmpty && value.items.length === 0) {
    return [problem('invalid-value', value.range, `${place.what} must not be empty.`)];
  }
  const inside = { what: `An item of ${place.what}`, range: value.range };
  return value.items.flatMap(item => checkShape(item, shape.of, { ...inside, range: item.range }));
}

function bracket(at: number, newText: string) {
  return { range: { start: at, end: at }, newText };
}

function checkObject(value: MapSyntax, shape: Extract<Shape, { kind: 'object' }>, place: ShapePlace): Problem[] {
  const problems: Problem[] = [];
  const { entries } = value;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    if (!entry) continue;
    const inner = shapeBehind(shape, entry.key.text);
    if (!inner) problems.push(checkUnknownKey(entry, value, shape.keys, place.foreignWords ?? {}, fitsKey));
    else if (!isAnyText(entry.value, inner)) {
      const found = checkShape(entry.value, inner, { what: `"${entry.key.text}"`, range: entry.key.range });
      if (found.length > 0) problems.push(...found);
    }
  }
  for (let index = 0; index < shape.keys.length; index++) {
    const key = shape.keys[index];
    if (!key?.required || hasKey(value.entries, key.name)) continue;
    problems.push(problem('invalid-value', value.range, `${place.what} needs the key "${key.name}": ${key.doc}`));
  }
  return problems;
}

/** Whether a value is a text where every text fits, as most are. */
function isAnyText(value: ValueSyntax | undefined, shape: Shape): boolean {
  const fits = shape.kind === 'scalar' || (shape.kind === 'string' && !shape.nonEmpty && !shape.format);
  return fits && value?.kind === 'scalar' && value.value !== null;
}

/** Whether a value may stand behind a key of the language. */
export function fitsKey(value: ValueSyntax | undefined, { name, shape }: Key): boolean {
  const place = { what: name, range: { start: 0, end: 0 } };
  return checkShape(value, shape, place).every(found => found.severity !== 'error');
}

function hasKey(entries: readonly EntrySyntax[], name: string): boolean {
  return entries.some(entry => entry.key.text === name);
}

function checkScalar(value: ScalarSyntax, shape: Shape, place: ShapePlace): Problem[] {
  if (value.text.includes('${{') && ['number', 'boolean', 'enum', 'duration', 'size'].includes(shape.kind)) {
    const message = `${place.what} must be ${describe(shape)}: an expression cannot stand here.`;
    return [problem('invalid-value', value.range, message)];
  }
  switch (shape.kind) {
    case 'string':
      if (shape.nonEmpty && value.text.trim() === '') {
        return [problem('invalid-value', value.range, `${place.what} must not be empty.`)];
      }
      return shape.format ? checkFormat(value, shape.format, place.what) : [];
    case 'number':
      return checkNumber(value, shape, place.what);
    case 'boolean':
      return checkBoolean(value, place.what);
    case 'enum':
      return checkEnum(value, shape, place.what);
    case 'duration':
      return checkDuration(value, place.what);
    case 'size':
      return checkSize(value, place.what);
    default:
      return [];
  }
}

/** The scalar as it may stand by itself: quotes stay where it had some. */
function asWritten({ text, style }: ScalarSyntax): string {
  return style === 'plain' ? text : JSON.stringify(text);
}

function wrongKind(value: ValueSyntax, shape: Shape, expected: string, place: ShapePlace): Problem {
  const found = value.kind === 'scalar' ? say(value) : value.kind === 'list' ? 'a list' : 'a map';
  const only = value.kind === 'list' && value.items.length === 1 ? value.items[0] : undefined;
  const fits = only?.kind === 'scalar' && checkShape(only, shape, place).length === 0;
  const fixes = fits
    ? [replacement('Take it out of the list', value.range, asWritten(only))]
    : otherKind(value, shape, place.range);
  const range = value.kind === 'scalar' ? value.range : firstLineOf(value, place);
  return problem('invalid-value', range, `${place.what} must be ${expected}, not ${found}.`, { fixes });
}

/** A whole block of lines underlined would be worse than its key. */
function firstLineOf(value: ValueSyntax, place: ShapePlace): TextRange {
  return value.kind !== 'scalar' && value.flow ? value.range : place.range;
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case 'number':
      return shape.integer ? 'a whole number' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'enum':
      return `one of ${shape.values.map(known => known.value).join(', ')}`;
    case 'duration':
      return 'a duration such as 90s or 15m';
    case 'size':
      return 'a size such as 512MiB or 2GiB';
    case 'expression':
      return 'an expression';
    case 'list':
      return 'a list';
    case 'map':
      return 'a map: names with values';
    case 'object':
      return shape.others ? 'a map: names with their values' : `a map with ${keyNames(shape.keys)}`;
    case 'either':
      return shape.of.map(describe).join(' or ');
    case 'string':
    case 'scalar':
      return 'a text';
    default:
      return shape satisfies never;
  }
}

function keyNames(keys: readonly Key[]): string {
  const names = keys.slice(0, 4).map(key => `"${key.name}"`);
  return names.join(', ') + (keys.length > 4 ? ' …' : '');
}
