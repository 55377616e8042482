import { matrixOf } from './building/build-matrix.ts';
import { edgesInCycles } from './cycle-edges.ts';
import { dataEdges } from './data-edges.ts';
import type { Pipeline } from './pipeline.ts';
import type { MapSyntax, PipelineSyntax, TaskBlock, TaskSyntax } from './syntax.ts';
import type { TextRange } from './text-range.ts';
import { instanceCount } from './unroll/matrix-combinations.ts';

/** The tasks of a pipeline and what needs what, as plain JSON; nodes in the order of the file, then what is missing. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** A task, a name that some task needs and that no task has, or tasks that are shown as one. */
export interface GraphNode {
  /** Unique in its graph. */
  readonly name: string;
  readonly kind: 'task' | 'missing' | 'group';
  /** Where the name stands in the text; of a missing one, where it is first needed. */
  readonly range: TextRange;
  /** What to write on the node; of a task that is run several times with how often: `train ×6`. */
  readonly label: string;
  /** What decides whether it starts, where that is not the default: its trigger rule, its `if`. */
  readonly detail?: string;
  /** Those of a group. */
  readonly tasks?: readonly string[];
  /** The task whose used pipeline it stands in: see `withInside`. */
  readonly within?: string;
}

/**
 * `to` needs `from`; every such edge that is part of some cycle is of the kind `cycle`. With `data`, `to` does not need
 * `from` itself, but uses what it makes.
 */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'needs' | 'cycle' | 'data';
  /** What lets `to` start, where that is not the success of its needs: their failure, or their end however it comes. */
  readonly when?: 'failed' | 'done';
}

/**
 * The graph of a text, also of one that is broken or half typed; `pipeline` makes the details exact where there is one.
 * Of two tasks with one name the first counts. Linear in tasks + needs.
 */
export function graphOf(syntax: PipelineSyntax, pipeline?: Pipeline): Graph {
  const tasks = firstOfEachName(syntax.tasks);
  const details = pipeline && new Map(pipeline.tasks.map(task => [task.name, detailOf(task.triggerRule, task.if)]));
  const nodes: GraphNode[] = [];
  const rules = new Map<string, string | undefined>(pipeline?.tasks.map(task => [task.name, task.triggerRule]));
  for (const [name, { start, block }] of tasks) {
    if (!pipeline) rules.set(name, block.body?.kind === 'map' ? scalarAt(block.body, 'trigger_rule') : undefined);
    const detail = details ? details.get(name) : writtenDetail(block);
    const node = nodeOf(name, 'task', shifted(block.name.range, start));
    nodes.push({
      ...node,
      label: node.label + timesOf(block),
      ...(detail === undefined ? {} : { detail }),
    });
  }
  const { edges, missing } = needsOf(tasks);
  return {
    nodes: [...nodes, ...missing],
    edges: edges.map(edge => (edge.kind === 'data' ? edge : { ...edge, ...whenOf(rules.get(edge.to)) })),
  };
}

function firstOfEachName(tasks: readonly TaskSyntax[]): ReadonlyMap<string, TaskSyntax> {
  const found = new Map<string, TaskSyntax>();
  for (const task of tasks) {
    const name = String(task.block.name.value ?? '');
    if (!found.has(name)) found.set(name, task);
  }
  return found;
}

function needsOf(tasks: ReadonlyMap<string, TaskSyntax>): { edges: GraphEdge[]; missing: Iterable<GraphNode> } {
  const pairs: { from: string; to: string }[] = [];
  const missing = new Map<string, GraphNode>();
  for (const [to, { start, block }] of tasks) {
    const seen = new Set<string>();
    for (const need of block.needs) {
      const from = String(need.value ?? '');
      if (from === '' || seen.has(from)) continue;
      seen.add(from);
      pairs.push({ from, to });
      if (!tasks.has(from) && !missing.has(from))
        missing.set(from, nodeOf(from, 'missing', shifted(need.range, start)));
    }
  }
  const inCycle = edgesInCycles(pairs);
  const needs = pairs.map((pair, index): GraphEdge => ({ ...pair, kind: inCycle.has(index) ? 'cycle' : 'needs' }));
  const known = new Set(pairs.map(keyOf));
  const data = dataEdges(tasks).flatMap((pair): GraphEdge[] =>
    known.has(keyOf(pair)) ? [] : [{ ...pair, kind: 'data' }],
  );
  return { edges: [...needs, ...data], missing: missing.values() };
}

function keyOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return JSON.stringify([from, to]);
}

function whenOf(rule: string | undefined): Pick<GraphEdge, 'when'> {
  if (rule === 'all_failed' || rule === 'one_failed') return { when: 'failed' };
  return rule === 'all_done' || rule === 'one_done' ? { when: 'done' } : {};
}

function nodeOf(name: string, kind: GraphNode['kind'], range: TextRange): GraphNode {
  return { name, kind, range, label: name.trim() === '' ? '(no name)' : name };
}

/** How many instances a task has; of a list that is known only in the run it is a letter. */
function timesOf({ body }: TaskBlock): string {
  if (body?.kind !== 'map') return '';
  if (body.entries.some(entry => entry.key.value === 'foreach')) return ' ×n';
  const matrix = matrixOf(body.entries.find(entry => entry.key.value === 'matrix')?.value);
  return matrix ? ` ×${instanceCount(matrix)}` : '';
}

function shifted(range: TextRange, by: number): TextRange {
  return { start: range.start + by, end: range.end + by };
}

function writtenDetail({ body }: TaskBlock): string | undefined {
  if (body?.kind !== 'map') return undefined;
  return detailOf(scalarAt(body, 'trigger_rule'), scalarAt(body, 'if'));
}

function scalarAt(map: MapSyntax, key: string): string | undefined {
  const value = map.entries.find(entry => entry.key.value === key)?.value;
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

function detailOf(triggerRule: string | undefined, condition: string | undefined): string | undefined {
  const rule = triggerRule === 'all_success' ? undefined : triggerRule;
  const bare = condition && /^\$\{\{(.*)\}\}$/s.exec(condition.trim())?.[1];
  const when = (bare ?? condition)?.trim();
  const parts = [...(rule ? [rule] : []), ...(when ? [`if ${when}`] : [])];
  return parts.length > 0 ? parts.join(' · ') : undefined;
}
