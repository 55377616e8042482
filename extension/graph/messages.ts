import type { TaskStatus } from '../../pipeline/pipeline.ts';

/** From the editor to the graph: rarely a drawing, often how tasks stand. */
export type ToGraph = FlowchartMessage | StatusesMessage | TimesMessage | CursorMessage | AboutMessage;

/** What to draw. One whose `flowchart` is on the screen already costs no layout. */
export interface FlowchartMessage {
  readonly type: 'flowchart';
  readonly flowchart: Flowchart;
  /** Those of the flowchart, in its order. */
  readonly nodes: readonly ShownNode[];
  /** How much of the text it shows. */
  readonly shows: Shows;
  /** How many groups of tasks are shown as one node, and how many could be. */
  readonly folded: number;
  readonly groups: number;
  /** Absent where nothing is part of a cycle. */
  readonly trails?: readonly EdgeTrail[];
}

/** What is written and drawn: nodes in their order, and edges by the places of their ends among the nodes. */
export interface Flowchart {
  readonly direction: 'TB' | 'LR';
  readonly nodes: readonly FlowchartNode[];
  readonly edges: readonly FlowchartEdge[];
  /** The nodes that stand in a frame, by their places, also those in frames within; an outer one first. Absent: none. */
  readonly frames?: readonly (readonly number[])[];
}

export interface FlowchartNode {
  readonly lines: readonly string[];
  /** For the style sheet. */
  readonly classes: string;
}

export interface FlowchartEdge {
  readonly from: number;
  readonly to: number;
  /** For the style sheet. */
  readonly classes: string;
  readonly head: 'arrow' | 'cross' | 'circle';
}

/** An edge of a cycle, by the places of its ends in `nodes`, with the whole round trip in words. */
export interface EdgeTrail {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export interface ShownNode {
  readonly name: string;
  readonly kind: 'task' | 'missing' | 'group';
  readonly detail?: string;
  /** The first error that stands in the task. */
  readonly fault?: string;
  /** Those of a group. */
  readonly tasks?: readonly string[];
  /** The group that the task can be folded into. */
  readonly group?: string;
}

/** How somebody wants to see the graph. */
export interface GraphView {
  readonly direction: 'TB' | 'LR';
  /** Only the task and so many levels above and below it. */
  readonly focus?: { readonly task: string; readonly levels: number };
  /** Which groups are one node: all, none, or all when there is more than can be read. */
  readonly folding: 'auto' | 'all' | 'none';
  /** The groups that are the other way round. */
  readonly except: readonly string[];
}

/** All of the text; the last text that could be read; what can be read of a text that never could; or there is none. */
export type Shows = 'all' | 'last-readable' | 'what-is-readable' | NoText;

/** There is no file; or the text has none yet, and nobody has it open any more. */
export type NoText = 'no-file' | 'not-open';

/** How a task stands: what was under way when its run was interrupted is so too. */
export type ShownStatus = TaskStatus | 'interrupted';

/** The tasks whose status has changed since the last message; `null`: it is of no run any more. */
export interface StatusesMessage {
  readonly type: 'statuses';
  readonly statuses: readonly (readonly [task: string, status: ShownStatus | null])[];
  /** The folder of the run that they are of; `null`: of none. */
  readonly run: string | null;
}

/** How a run lies in time. Times are milliseconds since 1970. */
export interface TimesMessage {
  readonly type: 'times';
  /** The folder of the run; `null`: there is none. With another run, or without one, all that was told before is forgotten. */
  readonly run: string | null;
  /** It is not of a run, but of what the next one is expected to be: `expected`, `criticalPath` and `endedAt` say it, from 0. */
  readonly isNext?: true;
  readonly startedAt: number;
  /** Absent while it goes on. */
  readonly endedAt?: number;
  /** What is new or has changed since the last message. */
  readonly tasks: readonly TaskTimes[];
  /** All tasks in the order in which they are to stand; told when there are others than before. */
  readonly order?: readonly string[];
  /** Of a run that is over: the tasks along which it could not have been shorter. */
  readonly criticalPath?: readonly string[];
  /** Of the run before: when tasks ran, in milliseconds from its start. Told once for each run, as is what is expected. */
  readonly before?: readonly TaskSpan[];
  /** When tasks are expected to run, in milliseconds from the start, as the past tells. */
  readonly expected?: readonly TaskSpan[];
  /** Those of them of which the past tells nothing. */
  readonly guessed?: readonly string[];
}

/** When a task ran, or will: milliseconds from the start of its run. */
export type TaskSpan = readonly [task: string, from: number, to: number];

/** What happened to a task, and when. */
export interface TaskTimes {
  readonly task: string;
  /** Its name; of a member of a group, what tells it from the others. */
  readonly label: string;
  readonly status: ShownStatus;
  /** How deep it stands in groups; 0 for a task of the file. */
  readonly depth: number;
  /** Nothing was run for its success. */
  readonly isCached?: true;
  readonly queuedAt?: number;
  /** When a group let its members go. */
  readonly openedAt?: number;
  readonly attempts: readonly AttemptTimes[];
  readonly retryAt?: number;
  readonly endedAt?: number;
  /** How much later it could have ended without the run ending later, in milliseconds. */
  readonly slackMs?: number;
  /** The task for whose place it waited. */
  readonly placeOf?: string;
}

/** One attempt: it goes on while `endedAt` is absent. */
export interface AttemptTimes {
  readonly startedAt: number;
  readonly endedAt?: number;
  /** How it ended, in words: `exit code 1`; absent for a success. */
  readonly failure?: string;
  /** Where it runs or ran; absent: here. */
  readonly place?: string;
}

/** The task in which the cursor of the text stands. */
export interface CursorMessage {
  readonly type: 'cursor';
  readonly task: string | null;
}

/** The answer to `ask`. */
export interface AboutMessage {
  readonly type: 'about';
  readonly task: string;
  readonly about: TaskAbout;
}

/** What the latest run says of a task. */
export interface TaskAbout {
  /** State, duration and attempts in a few words; empty when nothing has happened to it. */
  readonly state: string;
  /** How the attempts before the last ended, one line each; absent where there is one at most. */
  readonly attempts?: readonly string[];
  /** Where its last attempt runs or ran; absent: here. */
  readonly place?: string;
  /** The end of what it has printed, without control signs. */
  readonly lines: readonly string[];
}

/** From the graph to the editor. After `ready` the graph knows nothing and is told everything. */
export type FromGraph =
  | { readonly type: 'ready'; readonly view: GraphView; readonly watches: WatchedTimes }
  | { readonly type: 'view'; readonly view: GraphView }
  | { readonly type: 'reveal'; readonly task: string }
  /** Somebody wants to know more of a task. */
  | { readonly type: 'ask'; readonly task: string }
  /** Somebody wants to read what the task has printed. */
  | { readonly type: 'output'; readonly task: string }
  /** Which times somebody sees. */
  | { readonly type: 'watch-times'; readonly watches: WatchedTimes }
  | SaveMessage;

/** Those of the newest run, before the first one those that are expected; those that are expected of the next run; or none. */
export type WatchedTimes = 'newest' | 'next' | 'none';

/** Somebody wants to have the graph as a file or on paper: an SVG, a PNG in base64, or Mermaid's text. */
export type SaveMessage =
  | { readonly type: 'save'; readonly kind: 'svg' | 'png' | 'print'; readonly content: string }
  | { readonly type: 'save'; readonly kind: 'mmd' };

/** What the graph asks the editor to keep for it, so that it comes back as it was. */
export interface GraphViewState {
  /** The pipeline file. */
  readonly uri: string;
  /** Absent while the whole graph is fitted to the panel. */
  readonly place?: Place;
  readonly view?: GraphView;
  /** Whether the table is open. */
  readonly table?: boolean;
  /** Whether the time view is open. */
  readonly time?: boolean;
}

/** A point (x, y) of the drawing is shown at (x, y) · `scale` + (`left`, `top`) of the panel, in CSS pixels. */
export interface Place {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}
