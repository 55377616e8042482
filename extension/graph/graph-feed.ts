import type { Analysis } from '../../pipeline/analyse.ts';
import { analyse, reanalyse } from '../../pipeline/analyse.ts';
import type { Graph, GraphNode } from '../../pipeline/graph.ts';
import { graphOf } from '../../pipeline/graph.ts';
import { mermaidOf } from '../../pipeline/mermaid.ts';
import type { PipelineSyntax } from '../../pipeline/syntax.ts';
import { taskNameAt } from '../../pipeline/task-at.ts';
import { withInstances } from '../../pipeline/unroll/graph-instances.ts';
import { type LookInside, withInside } from '../../pipeline/uses/graph-inside.ts';
import { differenceOf } from '../pipelines/text-difference.ts';
import { type CycleTrail, cycleTrails, shownTrails } from './cycle-trails.ts';
import { drawnFlowchart } from './drawn-flowchart.ts';
import type { FlowchartMessage, GraphView, NoText, ShownNode, ShownStatus, Shows, ToGraph } from './messages.ts';
import { shownGraph, showsInstances, withoutBoxes } from './shown-graph.ts';
import { type TaskFault, taskFaults } from './task-faults.ts';

const emptyGraph: Graph = { nodes: [], edges: [] };

/** Turns what happens to one pipeline, its text and its runs, into the fewest messages to its graph. */
export class GraphFeed {
  readonly #post: (message: ToGraph) => void;
  #isListening = false;
  #inside: LookInside | undefined;
  #analysis: Analysis | undefined;
  #nodes: readonly GraphNode[] = [];
  #whyNone: NoText = 'no-file';
  #lastReadable: ReadableGraph | undefined;
  #trails: readonly CycleTrail[] = [];
  #faults: ReadonlyMap<string, TaskFault> = new Map();
  #shown: Graph = emptyGraph;
  #flowchart: FlowchartMessage | undefined;
  #statuses: ReadonlyMap<string, ShownStatus> = new Map();
  #run: string | undefined;
  #view: GraphView = { direction: 'TB', folding: 'auto', except: [] };
  #cursor: number | undefined;
  #cursorTask: string | undefined;

  constructor(post: (message: ToGraph) => void) {
    this.#post = post;
  }

  /** The graph has come up, or has come up again, and knows nothing. */
  ready(): void {
    this.#isListening = true;
    if (this.#flowchart) this.#post(this.#flowchart);
    this.#tellStatuses(new Map(), undefined);
    this.#cursorTask = undefined;
    this.#tellCursor();
  }

  /**
   * Takes over the text, `undefined` when there is none, and why. A change that neither draws anything else nor mends or
   * breaks the text sends nothing.
   */
  setText(text: string | undefined, whyNone: NoText = 'no-file'): void {
    this.#whyNone = whyNone;
    this.#analysis = text === undefined ? undefined : analysisOf(text, this.#analysis);
    if (!this.#analysis) this.#lastReadable = undefined;
    this.#tellFlowchart();
    this.#tellCursor();
  }

  /** The text as it was last taken over. */
  get analysis(): Analysis | undefined {
    return this.#analysis;
  }

  /** Shows what stands in the pipelines that tasks use. */
  setInside(inside: LookInside | undefined): void {
    this.#inside = inside;
    if (this.#analysis) this.#tellFlowchart();
  }

  /** Shows the graph in another way. */
  setView(view: GraphView): void {
    this.#view = view;
    if (this.#flowchart) this.#tellFlowchart();
  }

  /** `run` is the folder of the run that they are of. */
  setStatuses(statuses: ReadonlyMap<string, ShownStatus>, run?: string): void {
    const [before, runBefore] = [this.#statuses, this.#run];
    this.#statuses = new Map(statuses);
    this.#run = run;
    const isGrown = this.#statuses.size !== before.size || run !== runBefore;
    if (isGrown && this.#analysis?.text.includes('foreach')) this.#tellFlowchart();
    if (this.#isListening) this.#tellStatuses(before, runBefore);
  }

  /** Where the cursor stands in the text; `undefined` when it stands elsewhere. */
  setCursor(offset: number | undefined): void {
    this.#cursor = offset;
    this.#tellCursor();
  }

  /** The node of this name with its place in the text as it was last taken over, if it is still there. */
  nodeOf(name: string): GraphNode | undefined {
    const found = this.#nodes.find(node => node.name === name);
    // What stands in an instance is not in the text.
    const task = name.includes('[') ? name.replace(/(?:\[[^[\]]*\]|\/[^/]*)$/, '') : name;
    return found || task === name ? found : this.nodeOf(task);
  }

  /** The error that a task is drawn with. */
  faultOf(name: string): TaskFault | undefined {
    return this.#faults.get(name);
  }

  /** What is shown, in Mermaid's words for wherever Mermaid is shown. */
  mermaid(): string {
    return mermaidOf(withoutBoxes(this.#shown), this.#view.direction);
  }

  #tellFlowchart(): void {
    const next: FlowchartMessage = this.#analysis
      ? this.#flowchartOf(this.#analysis)
      : {
          type: 'flowchart',
          flowchart: drawnFlowchart(emptyGraph, this.#view.direction),
          nodes: [],
          shows: this.#whyNone,
          folded: 0,
          groups: 0,
        };
    if (!this.#flowchart || !isSame(this.#flowchart, next)) {
      this.#flowchart = next;
      if (this.#isListening) this.#post(next);
    }
  }

  #flowchartOf(analysis: Analysis): FlowchartMessage {
    const { syntax, pipeline, problems } = analysis;
    const isReadable = !problems.some(problem => problem.code === 'yaml-syntax');
    const own = graphOf(syntax, pipeline);
    const written = this.#inside ? withInside(own, syntax, this.#inside, true) : own;
    this.#nodes = written.nodes;
    if (isReadable) this.#lastReadable = { graph: written, syntax };
    this.#faults = taskFaults(analysis);
    if (isReadable || !this.#lastReadable) this.#trails = cycleTrails(analysis);
    const whole = this.#withInstances(this.#lastReadable ?? { graph: written, syntax });
    const shows: Shows = isReadable ? 'all' : this.#lastReadable ? 'last-readable' : 'what-is-readable';
    const { graph, groupOf, foldedCount } = shownGraph(whole.graph, this.#view, whole.fannedOut);
    this.#shown = graph;
    const nodes = graph.nodes.map(node => shownNode(node, groupOf.get(node.name), this.#faults.get(node.name)));
    const flowchart = drawnFlowchart(graph, this.#view.direction, this.#faults);
    const groups = new Set(groupOf.values()).size;
    const trails = shownTrails(this.#trails, graph);
    const more = trails.length > 0 ? { trails } : {};
    return { type: 'flowchart', flowchart, nodes, shows, folded: foldedCount, groups, ...more };
  }

  #withInstances({ graph, syntax }: ReadableGraph): ReturnType<typeof withInstances> {
    return withInstances(graph, {
      ...{ syntax, inside: this.#inside },
      isOpen: task => showsInstances(this.#view, task),
      seen: task => instancesOf(task, this.#statuses.keys()),
    });
  }

  #tellCursor(): void {
    const task =
      this.#cursor === undefined || !this.#analysis ? undefined : taskNameAt(this.#analysis.syntax, this.#cursor);
    if (!this.#isListening || task === this.#cursorTask) return;
    this.#cursorTask = task;
    this.#post({ type: 'cursor', task: task ?? null });
  }

  #tellStatuses(before: ReadonlyMap<string, ShownStatus>, runBefore: string | undefined): void {
    const changes: (readonly [string, ShownStatus | null])[] = [];
    for (const [task, status] of this.#statuses) if (before.get(task) !== status) changes.push([task, status]);
    for (const task of before.keys()) if (!this.#statuses.has(task)) changes.push([task, null]);
    if (changes.length > 0 || this.#run !== runBefore)
      this.#post({ type: 'statuses', statuses: changes, run: this.#run ?? null });
  }
}

/** The names of a run that say `task[…]`, and nothing behind. */
function instancesOf(task: string, names: Iterable<string>): readonly string[] {
  const isInstance = (name: string) =>
    name.startsWith(`${task}[`) && name.indexOf(']', task.length) === name.length - 1;
  return [...names].filter(isInstance);
}

interface ReadableGraph {
  readonly graph: Graph;
  readonly syntax: PipelineSyntax;
}

function shownNode(
  { name, kind, detail, tasks }: GraphNode,
  group: string | undefined,
  fault: TaskFault | undefined,
): ShownNode {
  return {
    ...{ name, kind },
    ...(detail ? { detail } : {}),
    ...(fault ? { fault: fault.message } : {}),
    ...(tasks ? { tasks } : {}),
    ...(group === undefined ? {} : { group }),
  };
}

function analysisOf(text: string, before: Analysis | undefined): Analysis {
  const edit = before && differenceOf(before.text, text);
  if (!before) return analyse(text);
  return edit ? reanalyse(before, edit) : before;
}

/** Labels are shortened: two names may look the same, and a detail may be longer than what is drawn. */
function isSame(a: FlowchartMessage, b: FlowchartMessage): boolean {
  return (
    a.shows === b.shows &&
    JSON.stringify([a.flowchart, a.nodes, a.trails]) === JSON.stringify([b.flowchart, b.nodes, b.trails])
  );
}
