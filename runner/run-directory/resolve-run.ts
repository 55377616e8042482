import { listRunIds, listRuns } from './run-list.ts';

/** What a run id that a person typed stands for. */
export type ResolvedRun =
  | { readonly kind: 'run'; readonly id: string }
  /** Newest first. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] }
  /** The newest runs, as a help; none when nothing has ever run. */
  | { readonly kind: 'unknown'; readonly candidates: readonly string[] };

/** Finds the run of `root` that `typed` names: its whole id, a beginning or another part of it that only one run has, or `last`. */
export async function resolveRun(root: string, typed: string): Promise<ResolvedRun> {
  if (typed !== 'last') return resolveRunId(await listRunIds(root), typed);
  const [newest] = await listRuns(root, 1);
  return newest ? { kind: 'run', id: newest.id } : { kind: 'unknown', candidates: [] };
}

/** As `resolveRun`, among `ids`, which are newest first; `last` is no id here. */
export function resolveRunId(ids: readonly string[], typed: string): ResolvedRun {
  if (ids.includes(typed)) return { kind: 'run', id: typed };
  const beginning = typed === '' ? [] : ids.filter(id => id.startsWith(typed));
  const candidates = typed === '' || beginning.length > 0 ? beginning : ids.filter(id => id.includes(typed));
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return { kind: 'run', id: only };
  if (candidates.length > 1) return { kind: 'ambiguous', candidates };
  return { kind: 'unknown', candidates: ids.slice(0, 5) };
}
