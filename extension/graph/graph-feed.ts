import type { Analysis } from '../../pipeline/analyse.ts';
import { analyse, reanalyse } from '../../pipeline/analyse.ts';
import type { GraphNode } from '../../pipeline/graph.ts';
import { graphOf } from '../../pipeline/graph.ts';
import { flowchartOf } from '../../pipeline/mermaid.ts';
import type { TaskStatus } from '../../pipeline/pipeline.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { differenceOf } from '../text-difference.ts';
import type { FlowchartMessage, Shows, ToGraph } from './messages.ts';

/** Turns what happens to one pipeline, its text and its runs, into the fewest messages to its graph. */
export class GraphFeed {
  readonly #post: (message: ToGraph) => void;
  #isListening = false;
  #analysis: Analysis | undefined;
  #nodes: readonly GraphNode[] = [];
  #flowchart: FlowchartMessage | undefined;
  #statuses: ReadonlyMap<string, TaskStatus> = new Map();

  constructor(post: (message: ToGraph) => void) {
    this.#post = post;
  }

  /** The graph has come up, or has come up again, and knows nothing. */
  ready(): void {
    this.#isListening = true;
    if (this.#flowchart) this.#post(this.#flowchart);
    this.#tellStatuses(new Map());
  }

  /**
   * Takes over the text, `undefined` when there is no file. A change that neither draws anything else nor mends or
   * breaks the text sends nothing.
   */
  setText(text: string | undefined): void {
    this.#analysis = text === undefined ? undefined : analysisOf(text, this.#analysis);
    const next: FlowchartMessage = this.#analysis
      ? this.#flowchartOf(this.#analysis)
      : { type: 'flowchart', flowchart: '', nodes: [], shows: 'no-file' };
    if (this.#flowchart && isSame(this.#flowchart, next)) return;
    this.#flowchart = next;
    if (this.#isListening) this.#post(next);
  }

  setStatuses(statuses: ReadonlyMap<string, TaskStatus>): void {
    const before = this.#statuses;
    this.#statuses = new Map(statuses);
    if (this.#isListening) this.#tellStatuses(before);
  }

  /** Where the name of a node stands in the text as it was last taken over, if it is still there. */
  placeOf(name: string): TextRange | undefined {
    return this.#nodes.find(node => node.name === name)?.range;
  }

  #flowchartOf({ syntax, pipeline, problems }: Analysis): FlowchartMessage {
    const isReadable = !problems.some(problem => problem.code === 'yaml-syntax');
    const graph = graphOf(syntax, pipeline);
    const last = this.#flowchart;
    this.#nodes = graph.nodes;
    if (!isReadable && (last?.shows === 'all' || last?.shows === 'last-readable')) {
      return { ...last, shows: 'last-readable' };
    }
    const shows: Shows = isReadable ? 'all' : 'what-is-readable';
    const nodes = graph.nodes.map(({ name, kind, detail }) => ({ name, kind, ...(detail ? { detail } : {}) }));
    return { type: 'flowchart', flowchart: flowchartOf(graph), nodes, shows };
  }

  #tellStatuses(before: ReadonlyMap<string, TaskStatus>): void {
    const changes: (readonly [string, TaskStatus | null])[] = [];
    for (const [task, status] of this.#statuses) if (before.get(task) !== status) changes.push([task, status]);
    for (const task of before.keys()) if (!this.#statuses.has(task)) changes.push([task, null]);
    if (changes.length > 0) this.#post({ type: 'statuses', statuses: changes });
  }
}

function analysisOf(text: string, before: Analysis | undefined): Analysis {
  const edit = before && differenceOf(before.text, text);
  if (!before) return analyse(text);
  return edit ? reanalyse(before, edit) : before;
}

/** Labels are shortened: two names may look the same, and a detail may be longer than what is drawn. */
function isSame(a: FlowchartMessage, b: FlowchartMessage): boolean {
  return a.shows === b.shows && a.flowchart === b.flowchart && JSON.stringify(a.nodes) === JSON.stringify(b.nodes);
}
