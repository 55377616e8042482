import { entryOf, scalarOf, scalarsOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { EntrySyntax, MapSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import type { ImportLosses } from '../imported.ts';
import { itemsOf, referenceWord } from '../yaml-file.ts';

/** What GitLab runs for a job, as one script for bash: what comes before, the script, and behind it, however that ended, `after_script`. */
export function jobScript(
  { key, value }: EntrySyntax,
  root: MapSyntax,
  exports: readonly string[],
  losses: ImportLosses,
): readonly string[] {
  const shared = valueUnder(root, 'default');
  const part = (name: string) => {
    const found = [value, shared, root].map(map => entryOf(map, name)).find(entry => entry !== undefined);
    return linesOf(found?.value, root);
  };
  const before = part('before_script');
  const after = part('after_script');
  const script = part('script');
  const own = new Set([
    ...exports.map(line => /^export (\w+)/.exec(line)?.[1]),
    ...[value, root].flatMap(map => namesOf(valueUnder(map, 'variables'))),
  ]);
  for (const name of new Set([...exports, ...before, ...script, ...after].join('\n').match(/\bCI_[A-Z_]+\b/g)))
    if (!own.has(name) && !/^CI_NODE_/.test(name))
      losses.lost(key, `\`${name}\` in the script of \`${key.text}\` is set by GitLab only.`);
  return [
    ...exports,
    ...(after.length === 0 ? [] : ['after_script() (', ...after, ')', "trap 'after_script || true' EXIT"]),
    ...before,
    ...script,
  ];
}

function namesOf(value: ValueSyntax | undefined): readonly string[] {
  return value?.kind === 'map' ? value.entries.map(({ key }) => key.text) : [];
}

/** The commands of a list, with those of the lists in it, and of what `!reference` names. */
function linesOf(value: ValueSyntax | undefined, root: MapSyntax, depth = 0): readonly string[] {
  if (depth > 10) return [];
  const [first, ...path] = value?.kind === 'list' ? scalarsOf(value) : [];
  if (first?.text === referenceWord)
    return linesOf(
      path.reduce<ValueSyntax | undefined>((found, { text }) => entryOf(found, text)?.value, root),
      root,
      depth + 1,
    );
  return itemsOf(value).flatMap(item =>
    item.kind === 'scalar' ? item.text.trimEnd().split('\n') : linesOf(item, root, depth + 1),
  );
}

/** Variables, of which those that are made of others are lines of a script: only a shell knows these. */
export function gitlabVariables(
  value: ValueSyntax | undefined,
  losses: ImportLosses,
): { readonly env: Readonly<Record<string, string>>; readonly exports: readonly string[] } {
  const env: Record<string, string> = {};
  const exports: string[] = [];
  for (const { key, value: inner } of value?.kind === 'map' ? value.entries : []) {
    const said = inner?.kind === 'scalar' ? inner : scalarOf(inner, 'value');
    const isWorkedOut = scalarOf(inner, 'expand')?.text !== 'false' && /\$[A-Za-z_{$]/.test(said?.text ?? '');
    if (!said || !/^[A-Za-z_]\w*$/.test(key.text))
      losses.lost(key, `The variable \`${key.text}\` is no plain text, or has no name that a shell knows.`);
    else if (isWorkedOut)
      exports.push(`export ${key.text}="${said.text.replace(/["`\\]/g, '\\$&').replaceAll('$$', '\\$')}"`);
    else env[key.text] = said.text.replaceAll('${{', '$ {{');
  }
  return { env, exports };
}
