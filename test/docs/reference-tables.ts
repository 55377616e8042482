import { expressionContexts, expressionFunctions } from '../../pipeline/vocabulary/expression-words.ts';
import type { EnumValue, Key, Shape } from '../../pipeline/vocabulary/shape.ts';
import { triggerKinds } from '../../pipeline/vocabulary/trigger-keys.ts';
import { shells, triggerRules } from '../../pipeline/vocabulary/words.ts';
import { keysOf, placeAt } from '../../pipeline/vocabulary.ts';

/** The generated blocks of docs/language.md, made from the vocabulary: what stands between `<!-- name -->` and `<!-- end -->`. */
export function referenceTables(): ReadonlyMap<string, string> {
  return new Map([
    ['table: pipeline', keyTable(keysAt())],
    ['table: param', keyTable(keysAt('params', 'any'))],
    ['table: task', keyTable(keysAt('tasks', 'any'))],
    ['table: matrix', keyTable(keysAt('tasks', 'any', 'matrix'))],
    ['table: resources', keyTable(keysAt('tasks', 'any', 'resources'))],
    ['table: trigger', keyTable(triggerKinds.flatMap(kind => kind.keys))],
    ['words: trigger_rule', wordList(triggerRules)],
    ['words: shell', wordList(shells)],
    [
      'table: contexts',
      rows(
        ['name', 'meaning', 'example'],
        expressionContexts.map(({ name, doc, example }) => [code(name), doc, code(example)]),
      ),
    ],
    [
      'table: functions',
      rows(
        ['function', 'meaning'],
        expressionFunctions.map(({ signature, doc }) => [code(signature), doc]),
      ),
    ],
  ]);
}

/** `page` with its generated blocks written anew. */
export function withReferenceTables(page: string): string {
  let result = page;
  for (const [name, table] of referenceTables()) {
    const start = `<!-- ${name} -->\n`;
    const from = result.indexOf(start);
    const to = result.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0) throw new Error(`docs/language.md has no block <!-- ${name} --> … <!-- end -->`);
    result = `${result.slice(0, from)}${start}\n${table}\n\n${result.slice(to)}`;
  }
  return result;
}

function keysAt(...path: string[]): readonly Key[] {
  return keysOf(placeAt(path).shapes);
}

function keyTable(keys: readonly Key[]): string {
  const cells = keys.map(key => [
    code(key.name),
    describe(key.shape),
    key.default ?? (key.required ? 'required' : ''),
    key.doc,
  ]);
  return rows(['key', 'value', 'default', 'meaning'], cells);
}

function wordList(words: readonly EnumValue[]): string {
  return rows(
    ['word', 'meaning'],
    words.map(({ value, doc }) => [code(value), doc]),
  );
}

function rows(head: readonly string[], cells: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...cells.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function describe(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return shape.format === 'path' ? 'path' : 'text';
    case 'number':
      return `${shape.integer ? 'whole number' : 'number'}${range(shape)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'enum':
      return shape.values.map(({ value }) => code(value)).join(', ') + (shape.open ? ', a command' : '');
    case 'scalar':
      return 'text, number or boolean';
    case 'list':
      return `${shape.single ? 'one or a list of: ' : 'list of: '}${describe(shape.of)}`;
    case 'map':
      return `map of names to: ${describe(shape.of)}`;
    case 'object':
      return 'map';
    case 'either':
      return [...new Set(shape.of.map(describe))].join(', or ');
    case 'duration':
    case 'size':
    case 'expression':
      return shape.kind;
    default:
      return shape satisfies never;
  }
}

function range(shape: { readonly minimum?: number; readonly maximum?: number }): string {
  if (shape.minimum !== undefined && shape.maximum !== undefined) return `, ${shape.minimum} to ${shape.maximum}`;
  return shape.minimum === undefined ? '' : `, at least ${shape.minimum}`;
}
