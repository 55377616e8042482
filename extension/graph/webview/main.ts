import './graph.css';
import type { FlowchartMessage, FromGraph, GraphViewState, ToGraph } from '../messages.ts';
import { Drawing } from './drawing.ts';
import { listenToGestures } from './gestures.ts';
import { PanAndZoom } from './pan-and-zoom.ts';
import { summaryOf } from './summary.ts';
import { TaskNodes } from './task-nodes.ts';

interface Editor {
  postMessage(message: FromGraph): void;
  getState(): GraphViewState | undefined;
  setState(state: GraphViewState): void;
}

declare function acquireVsCodeApi(): Editor;

const notices: Readonly<Record<FlowchartMessage['shows'], string>> = {
  all: '',
  'last-readable': 'The text cannot be read at the moment. This is the last graph that could be drawn.',
  'what-is-readable': 'Parts of the text cannot be read. This is the graph of the rest.',
  'no-file': '',
};

start(acquireVsCodeApi());

function start(editor: Editor): void {
  const uri = document.body.dataset.uri ?? '';
  const saved = editor.getState();
  editor.setState({ ...saved, uri });
  const stage = byId('stage');
  const nodes = new TaskNodes();
  const view = new PanAndZoom(stage, saved?.place, place => editor.setState({ uri, ...(place ? { place } : {}) }));
  const drawing = new Drawing({ stage, measure: byId('measure'), message: byId('message') }, nodes, view);
  listenToGestures(stage, view);
  byId('zoom-in').addEventListener('click', () => view.zoom(1.2));
  byId('zoom-out').addEventListener('click', () => view.zoom(1 / 1.2));
  byId('fit').addEventListener('click', () => view.fit());
  listenToNodes(stage, view, task => editor.postMessage({ type: 'reveal', task }));
  window.addEventListener('message', ({ data }: MessageEvent<ToGraph>) => {
    if (data.type === 'flowchart') {
      byId('notice').textContent = notices[data.shows];
      drawing.show(data);
    } else {
      nodes.update(data.statuses);
      byId('summary').textContent = summaryOf(nodes.statuses());
    }
  });
  editor.postMessage({ type: 'ready' });
}

function listenToNodes(stage: HTMLElement, view: PanAndZoom, reveal: (task: string) => void): void {
  const nodeAt = (event: Event): SVGElement | undefined =>
    (event.target instanceof Element && event.target.closest<SVGElement>('g.node')) || undefined;
  const revealAt = (event: Event): void => {
    const task = nodeAt(event)?.dataset.task;
    if (task !== undefined) reveal(task);
  };
  stage.addEventListener('click', revealAt);
  stage.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') revealAt(event);
  });
  stage.addEventListener('focusin', event => {
    const node = nodeAt(event);
    if (node?.matches(':focus-visible')) view.bringIntoView(node);
  });
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}
