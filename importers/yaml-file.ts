import { entriesOf, scalarsOf } from '../pipeline/reading/fields.ts';
import { readYaml } from '../pipeline/reading/read-yaml.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import type { ImportLosses } from './imported.ts';

/** The map that a YAML file is, or nothing when it is none or has faults. */
export function yamlMap(text: string): MapSyntax | undefined {
  const { root, faults } = readYaml(withReferences(text), () => undefined, { left: 100_000 });
  return root?.kind === 'map' && faults.length === 0 ? root : undefined;
}

/** What the tag `!reference` of GitLab names, as a list that begins with this word. */
export const referenceWord = '!ref';

/** No tag is known to YAML itself: what stands behind keeps its place. */
function withReferences(text: string): string {
  return text.replace(/!reference\s*\[/g, found => `["${referenceWord}",`.padEnd(found.length));
}

/** The items of a list, or the one thing that stands there without a list around it. */
export function itemsOf(value: ValueSyntax | undefined): readonly ValueSyntax[] {
  if (!value) return [];
  return value.kind === 'list' ? value.items : [value];
}

/** Names with texts; what is no text is lost. */
export function variablesOf(
  value: ValueSyntax | undefined,
  convert: (text: string, at: ScalarSyntax) => string,
  losses: ImportLosses,
): Readonly<Record<string, string>> {
  const found = entriesOf(value).flatMap(({ key, value: inner }) => {
    if (inner?.kind === 'scalar' && /^[A-Za-z_]\w*$/.test(key.text))
      return [[key.text, convert(inner.text, inner)] as const];
    losses.lost(key, `The variable \`${key.text}\` is no plain text, or has no name that a shell knows.`);
    return [];
  });
  return Object.fromEntries(found);
}

/** An axis of a matrix in one line; nothing for what is no list of plain values. */
export function axisText({ key, value }: EntrySyntax): string | undefined {
  const values = scalarsOf(value);
  if (value?.kind !== 'list' || values.length === 0 || values.length !== value.items.length) return undefined;
  return `${axisName(key.text)}: [${values.map(plain).join(', ')}]`;
}

/** The combinations that stand in a list, in one line. */
export function combinationsText(name: string, value: ValueSyntax | undefined): string | undefined {
  const items = itemsOf(value).map(item => {
    const entries = entriesOf(item).map(({ key, value: inner }) =>
      inner?.kind === 'scalar' ? `${axisName(key.text)}: ${plain(inner)}` : undefined,
    );
    return entries.length > 0 && entries.every(entry => entry !== undefined) ? `{ ${entries.join(', ')} }` : undefined;
  });
  return items.length > 0 && items.every(item => item !== undefined) ? `${name}: [${items.join(', ')}]` : undefined;
}

/** Tells each entry whose key is not among those that were read. */
export function tellUnread(
  value: ValueSyntax | undefined,
  read: readonly string[],
  where: string,
  losses: ImportLosses,
): void {
  for (const { key } of entriesOf(value)) {
    if (!read.includes(key.text)) losses.lost(key, `\`${key.text}\` of ${where} has no counterpart.`);
  }
}

/** A name as an expression can say it after a dot. */
export function axisName(name: string): string {
  return name.replace(/\W/g, '_').replace(/^(?=\d)/, '_');
}

function plain({ value, text }: ScalarSyntax): string {
  return typeof value === 'string' || value === null ? JSON.stringify(text) : String(value);
}
