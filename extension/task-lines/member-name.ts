/** What tells a member from the others of its group: `n=1` of `train[n=1]`, `load` of `ingest/load`. */
export function nameWithin(group: string | undefined, name: string): string {
  if (group === undefined || !name.startsWith(group)) return name;
  const rest = name.slice(group.length);
  if (rest.startsWith('/')) return rest.slice(1);
  return rest.startsWith('[') && rest.endsWith(']') ? rest.slice(1, -1) : name;
}
