import { type Alias, isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from 'yaml';
import type { EntrySyntax, ListSyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import { type AliasBudget, copyAt } from './alias.ts';
import { allFaults } from './all-faults.ts';
import { longLineFault } from './long-line.ts';
import { parseBounded } from './parse-bounded.ts';
import { readSimple } from './read-simple.ts';
import { missingAnchorFault, type SyntaxFault, unquotedFault } from './syntax-fault.ts';
import { unquotedValue } from './unquoted-value.ts';

/** One piece of YAML as plain syntax. Ranges count from the beginning of the piece. */
export interface ReadYaml extends NamedParts {
  readonly root?: ValueSyntax;
  readonly faults: readonly SyntaxFault[];
}

/** What a piece of YAML hands on to others and takes from them by names. */
export interface NamedParts {
  /** What the piece names with `&`. */
  readonly anchors: ReadonlyMap<string, ValueSyntax>;
  /** The names that it takes from pieces before it, with what they stood for. */
  readonly imports: Imports;
  /** How many nodes its aliases brought in. */
  readonly aliased: number;
  /** Where aliases stand for lists and maps: what is inside is written elsewhere and cannot be mended here. */
  readonly borrowed: readonly TextRange[];
}

/** The names that a piece took from pieces before it, with what they stood for. */
export type Imports = ReadonlyMap<string, ValueSyntax | undefined>;

/** Finds what an anchor outside the piece stands for. */
export type OuterAnchors = (name: string) => ValueSyntax | undefined;

const deepest = 64;
const tooManyAliases = 'Too many aliases: the file grows too large by them.';

/** Reads a piece of YAML, whole or broken. Never throws. */
export function readYaml(text: string, outer: OuterAnchors, budget: AliasBudget): ReadYaml {
  const tooLong = longLineFault(text);
  if (tooLong) return { ...nothingElse, faults: [tooLong] };
  const root = readSimple(text);
  return root ? { root, ...nothingElse } : readAnyYaml(text, outer, budget);
}

const nothingElse: Omit<ReadYaml, 'root'> = {
  faults: [],
  anchors: new Map(),
  imports: new Map(),
  aliased: 0,
  borrowed: [],
};

/** The same by the library alone, which knows all of YAML. */
export function readAnyYaml(text: string, outer: OuterAnchors, budget: AliasBudget): ReadYaml {
  const budgetBefore = budget.left;
  const reader: Reader = { text, outer, budget, faults: [], anchors: new Map(), imports: new Map(), borrowed: [] };
  try {
    const { document, faults } = parseBounded(text);
    for (const fault of allFaults(text, faults)) report(reader, fault);
    const root = document?.contents ? toValue(reader, document.contents, 0) : undefined;
    const read = { ...kept(reader), aliased: budgetBefore - budget.left };
    return root ? { ...read, root } : read;
  } catch (error) {
    const message = `This cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`;
    return {
      ...kept(reader),
      aliased: 0,
      faults: [{ range: { start: 0, end: Math.min(1, text.length) }, message, fixes: [] }],
    };
  }
}

function kept({ faults, anchors, imports, borrowed }: Reader) {
  return { faults, anchors, imports, borrowed };
}

interface Reader {
  readonly text: string;
  readonly outer: OuterAnchors;
  readonly budget: AliasBudget;
  readonly faults: SyntaxFault[];
  readonly anchors: Map<string, ValueSyntax>;
  readonly imports: Map<string, ValueSyntax | undefined>;
  readonly borrowed: TextRange[];
}

/** Beyond so many faults of one piece nobody reads on. */
const mostFaults = 100;

/** One fault at a place is enough; a key that stands there twice may only be misread when the YAML is broken. */
function report(reader: Reader, fault: SyntaxFault): void {
  const { faults } = reader;
  if (faults.length >= mostFaults || faults.some(known => isWithin(fault, known))) return;
  if (fault.repeatedKey && faults.some(known => !known.repeatedKey)) return;
  faults.push(fault);
}

function isWithin({ range }: SyntaxFault, { range: known }: SyntaxFault): boolean {
  return range.start === known.start || (known.start <= range.start && range.end <= known.end);
}

function toValue(reader: Reader, node: ParsedNode, depth: number): ValueSyntax | undefined {
  if (depth > deepest) {
    report(reader, { range: rangeOf(reader, node), message: 'This is nested too deeply.', fixes: [] });
    return undefined;
  }
  const value = isAlias(node) ? toAliased(reader, node) : toOwn(reader, node, depth);
  if (!isAlias(node) && node.anchor && value) reader.anchors.set(node.anchor, value);
  return value;
}

function toOwn(reader: Reader, node: Exclude<ParsedNode, Alias>, depth: number): ValueSyntax | undefined {
  if (isScalar(node)) return toScalar(reader, node);
  const range = rangeOf(reader, node);
  if (isMap(node)) return toMap(reader, node, range, depth);
  if (!isSeq(node)) return undefined;
  const items: ValueSyntax[] = [];
  for (const item of node.items) {
    const value = toValue(reader, item as ParsedNode, depth + 1);
    if (value) items.push(value);
  }
  const isFlow = node.flow === true;
  const list: ListSyntax = { kind: 'list', range: isFlow ? range : upTo(range, items.at(-1)), items, flow: isFlow };
  return list;
}

function toScalar(reader: Reader, node: Scalar): ScalarSyntax | undefined {
  const range = rangeOf(reader, node);
  const style = styles[node.type ?? 'PLAIN'] ?? 'plain';
  if (style === 'plain' && range.end === range.start && !node.anchor) return undefined;
  const value = plainValue(node.value);
  const text = style === 'plain' ? (node.source ?? String(value)) : String(value);
  return { kind: 'scalar', range, value, text, style };
}

const styles: Readonly<Record<string, ScalarSyntax['style']>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

function plainValue(value: unknown): string | number | boolean | null {
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return known ? value : null;
}

function toMap(reader: Reader, node: YAMLMap<unknown, unknown>, range: TextRange, depth: number): MapSyntax {
  const entries: EntrySyntax[] = [];
  const merged: EntrySyntax[] = [];
  const keys = new Map<string, ScalarSyntax>();
  let last: ValueSyntax | undefined;
  for (const pair of node.items) {
    const key = toValue(reader, pair.key as ParsedNode, depth + 1);
    const value = pair.value ? toValue(reader, pair.value as ParsedNode, depth + 1) : undefined;
    last = value;
    if (key?.kind !== 'scalar') {
      if (key) report(reader, keyFault(reader.text, key.range));
      continue;
    }
    if (key.style === 'plain' && key.text === '<<') {
      for (const found of mergedEntries(reader, key, value)) merged.push(found);
      continue;
    }
    const entry = value ? { key, value } : { key };
    if (keys.has(key.text)) {
      const message = `The key "${key.text}" stands here twice: keep one of them.`;
      report(reader, { range: key.range, message, fixes: [], repeatedKey: true });
    }
    keys.set(key.text, key);
    entries.push(entry);
  }
  for (const entry of merged) {
    if (keys.has(entry.key.text)) continue;
    keys.set(entry.key.text, entry.key);
    entries.push(entry);
  }
  const isFlow = node.flow === true;
  return { kind: 'map', range: isFlow ? range : upTo(range, last), entries, flow: isFlow };
}

/** A block ends where its last value ends; the library counts the comments behind that to it. */
function upTo(range: TextRange, last: ValueSyntax | undefined): TextRange {
  return last ? { start: range.start, end: last.range.end } : range;
}

/** `run: {{ name }}` of a template looks like a map in a map. */
function keyFault(text: string, range: TextRange): SyntaxFault {
  const line = { start: text.lastIndexOf('\n', range.start - 1) + 1, end: text.length };
  const end = text.indexOf('\n', range.start);
  const value = unquotedValue(text, end === -1 ? line : { ...line, end }, range.start);
  if (text.startsWith('{{', value.start)) return unquotedFault(text, value);
  return { range, message: 'A key must be a single word or text.', fixes: [] };
}

/** What `<<` brings in: of several maps the first that has a key wins. */
function mergedEntries(reader: Reader, key: ScalarSyntax, value: ValueSyntax | undefined): readonly EntrySyntax[] {
  const sources = value?.kind === 'list' ? value.items : value ? [value] : [];
  const range = value?.range ?? key.range;
  if (sources.length === 0 || sources.some(source => source.kind !== 'map')) {
    report(reader, { range, message: 'Behind "<<" stands a map, or an alias of one: "<<: *name".', fixes: [] });
  }
  return sources.flatMap(source => (source.kind === 'map' ? source.entries : []));
}

function toAliased(reader: Reader, node: Alias): ValueSyntax | undefined {
  const range = rangeOf(reader, node);
  const name = node.source;
  const own = reader.anchors.get(name);
  const target = own ?? reader.outer(name);
  if (!own) reader.imports.set(name, target);
  if (!target) {
    if (reader.faults.length < mostFaults) report(reader, missingAnchorFault(reader.text, range));
    return undefined;
  }
  if (target.kind !== 'scalar') reader.borrowed.push(range);
  const copy = copyAt(target, range, reader.budget);
  if (!copy && !reader.faults.some(fault => fault.message === tooManyAliases)) {
    report(reader, { range, message: tooManyAliases, fixes: [] });
  }
  return copy;
}

function rangeOf(reader: Reader, node: { range?: readonly [number, number, number] | null | undefined }): TextRange {
  const start = node.range?.[0] ?? 0;
  let end = node.range?.[1] ?? start;
  while (end > start && isWhite(reader.text.charCodeAt(end - 1))) end--;
  return { start, end };
}

function isWhite(code: number): boolean {
  return code === 10 || code === 13 || code === 32 || code === 9;
}
