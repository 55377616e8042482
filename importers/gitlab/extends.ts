import { entriesOf, entryOf, scalarsOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { EntrySyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import type { ImportLosses } from '../imported.ts';

/** A GitLab job with what it `extends`: its own words win, maps are merged, and of several templates the last wins. */
export function withExtended(job: EntrySyntax, root: ValueSyntax | undefined, losses: ImportLosses): EntrySyntax {
  const value = extended(job.value, root, losses, new Set([job.key.text]));
  return value ? { ...job, value } : job;
}

/** The templates that jobs extend, which are told by their jobs. */
export function extendedNames(root: ValueSyntax | undefined): ReadonlySet<string> {
  return new Set(
    entriesOf(root).flatMap(({ value }) => scalarsOf(valueUnder(value, 'extends')).map(({ text }) => text)),
  );
}

function extended(
  value: ValueSyntax | undefined,
  root: ValueSyntax | undefined,
  losses: ImportLosses,
  seen: ReadonlySet<string>,
): ValueSyntax | undefined {
  return scalarsOf(valueUnder(value, 'extends')).reduceRight<ValueSyntax | undefined>((job, name) => {
    const base = entryOf(root, name.text)?.value;
    if (base && !seen.has(name.text)) return merged(job, extended(base, root, losses, new Set([...seen, name.text])));
    losses.lost(name, `It extends \`${name.text}\`, which is not in this file: write what that says into the job.`);
    return job;
  }, value);
}

function merged(own: ValueSyntax | undefined, base: ValueSyntax | undefined): ValueSyntax | undefined {
  if (own?.kind !== 'map' || base?.kind !== 'map') return own ?? base;
  const both = own.entries.map(entry => {
    const other = entry.value?.kind === 'map' ? entryOf(base, entry.key.text)?.value : undefined;
    const value = merged(entry.value, other);
    return value ? { ...entry, value } : entry;
  });
  return { ...own, entries: [...both, ...base.entries.filter(({ key }) => !entryOf(own, key.text))] };
}
