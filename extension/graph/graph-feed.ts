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
  #run: string | undefined;
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
   * Takes over the text, `undefined` when there is no file. A change that neither draws anything else nor mends or
   * breaks the text sends nothing.
   */
  setText(text: string | undefined): void {
    this.#analysis = text === undefined ? undefined : analysisOf(text, this.#analysis);
    const next: FlowchartMessage = this.#analysis
      ? this.#flowchartOf(this.#analysis)
      : { type: 'flowchart', flowchart: '', nodes: [], shows: 'no-file' };
    if (!this.#flowchart || !isSame(this.#flowchart, next)) {
      this.#flowchart = next;
      if (this.#isListening) this.#post(next);
    }
    this.#tellCursor();
  }

  /** `run` is the folder of the run that they are of. */
  setStatuses(statuses: ReadonlyMap<string, TaskStatus>, run?: string): void {
    const [before, runBefore] = [this.#statuses, this.#run];
    this.#statuses = new Map(statuses);
    this.#run = run;
    if (this.#isListening) this.#tellStatuses(before, runBefore);
  }

  /** Where the cursor stands in the text; `undefined` when it stands elsewhere. */
  setCursor(offset: number | undefined): void {
    this.#cursor = offset;
    this.#tellCursor();
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

  #tellCursor(): void {
    const task = this.#cursor === undefined ? undefined : this.#taskAt(this.#cursor);
    if (!this.#isListening || task === this.#cursorTask) return;
    this.#cursorTask = task;
    this.#post({ type: 'cursor', task: task ?? null });
  }

  #taskAt(offset: number): string | undefined {
    const within = this.#analysis?.syntax.tasks.findLast(({ start }) => start <= offset);
    if (!within || offset > within.start + within.block.range.end) return undefined;
    return within.block.name.text;
  }

  #tellStatuses(before: ReadonlyMap<string, TaskStatus>, runBefore: string | undefined): void {
    const changes: (readonly [string, TaskStatus | null])[] = [];
    for (const [task, status] of this.#statuses) if (before.get(task) !== status) changes.push([task, status]);
    for (const task of before.keys()) if (!this.#statuses.has(task)) changes.push([task, null]);
    if (changes.length > 0 || this.#run !== runBefore)
      this.#post({ type: 'statuses', statuses: changes, run: this.#run ?? null });
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
