import { matrixOf } from '../building/build-matrix.ts';
import { type Graph, type GraphEdge, type GraphNode, graphOf } from '../graph.ts';
import { entryOf, scalarOf } from '../reading/fields.ts';
import type { PipelineSyntax, ValueSyntax } from '../syntax.ts';
import { type LookInside, withInside } from '../uses/graph-inside.ts';
import { instanceLabels } from './instance-labels.ts';
import { instanceCount, matrixCombinations } from './matrix-combinations.ts';

/** A graph with some instances, and the tasks whose instances are known, shown or not. */
export interface InstancesShown {
  readonly graph: Graph;
  readonly fannedOut: ReadonlySet<string>;
}

/** What is known beside the graph itself. */
export interface InstancesKnown {
  readonly syntax: PipelineSyntax;
  readonly inside: LookInside | undefined;
  /** Of which tasks the instances are to be shown. */
  readonly isOpen: (task: string) => boolean;
  /** The names of the instances that a task has in a run: those of `foreach` are known nowhere else. */
  readonly seen: (task: string) => readonly string[];
}

/** More than so many nodes nobody reads: instances beyond them are not shown. */
const mostNodes = 2000;

/**
 * The graph in which the instances of some tasks stand behind their task, `within` it, at its place in the text; and within
 * an instance that uses a pipeline, where that is to be shown, the tasks of that one.
 */
export function withInstances(graph: Graph, known: InstancesKnown): InstancesShown {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [...graph.edges];
  const fannedOut = new Set<string>();
  const isToShow = (name: string): boolean => {
    fannedOut.add(name);
    return nodes.length <= mostNodes && known.isOpen(name);
  };
  const add = (node: GraphNode): void => {
    nodes.push(node);
    if (node.kind !== 'task') return;
    const names = namesOf(node.name, placeOf(node.name, known)?.body, known);
    if (!names || !isToShow(node.name)) return;
    for (const name of names()) {
      nodes.push(instanceNode(name, node));
      addInside(name, node);
    }
  };
  const addInside = (instance: string, { range }: GraphNode): void => {
    const place = placeOf(instance, known);
    const file = scalarOf(place?.body, 'uses')?.text;
    const inner = file === undefined ? undefined : place?.inside?.(file);
    if (!inner || !isToShow(instance)) return;
    const below = withInside(graphOf(inner.syntax, inner.pipeline), inner.syntax, inner.inside, true);
    for (const edge of below.edges)
      edges.push({ ...edge, from: `${instance}/${edge.from}`, to: `${instance}/${edge.to}` });
    for (const node of below.nodes) {
      const within = node.within === undefined ? instance : `${instance}/${node.within}`;
      add({ ...node, name: `${instance}/${node.name}`, range, within });
    }
  };
  for (const node of graph.nodes) add(node);
  return { graph: { nodes, edges }, fannedOut };
}

function instanceNode(name: string, { name: within, range }: GraphNode): GraphNode {
  return { name, kind: 'task', range, label: name.slice(within.length + 1, -1), within };
}

/** `undefined` for a task that is run once, or as often as nobody knows yet. */
function namesOf(
  task: string,
  body: ValueSyntax | undefined,
  { seen }: InstancesKnown,
): (() => readonly string[]) | undefined {
  if (entryOf(body, 'foreach')) {
    const names = seen(task);
    return names.length > 0 ? () => names : undefined;
  }
  const matrix = matrixOf(entryOf(body, 'matrix')?.value);
  const count = matrix ? instanceCount(matrix) : 0;
  if (!matrix || count === 0 || count > mostNodes) return undefined;
  return () => {
    const marks = matrixCombinations(matrix).map(({ values, names }) =>
      names.map(name => [name, values[name] ?? ''] as const),
    );
    return instanceLabels(marks).map(label => `${task}[${label}]`);
  };
}

/** What is written for a task of the text or of a pipeline that it uses, and what stands behind the paths beside it. */
interface TaskPlace {
  readonly body: ValueSyntax | undefined;
  readonly inside: LookInside | undefined;
}

/** Of `ingest/load` as of `ingest[region=eu]/load`. */
function placeOf(name: string, { syntax, inside }: Pick<InstancesKnown, 'syntax' | 'inside'>): TaskPlace | undefined {
  return placeIn(withoutInstances(name), syntax, inside);
}

function placeIn(name: string, { tasksByName }: PipelineSyntax, inside: LookInside | undefined): TaskPlace | undefined {
  const own = tasksByName.get(name);
  if (own || !inside) return own && { body: own.block.body, inside };
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const file = scalarOf(tasksByName.get(name.slice(0, at))?.block.body, 'uses')?.text;
    const inner = file === undefined ? undefined : inside(file);
    if (inner) return placeIn(name.slice(at + 1), inner.syntax, inner.inside);
  }
  return undefined;
}

/** The name of a task of a run as its text has it: `ingest/load` for `ingest[region=eu]/load`. */
export function withoutInstances(name: string): string {
  return name.replace(/\[[^[\]]*\]/g, '');
}
