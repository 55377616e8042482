import './graph.css';
import type { FlowchartMessage, FromGraph, GraphViewState, ToGraph } from '../messages.ts';
import { CursorLight } from './cursor-light.ts';
import { Drawing } from './drawing.ts';
import { listenToGestures } from './gestures.ts';
import { listenToNodes } from './node-events.ts';
import { PanAndZoom } from './pan-and-zoom.ts';
import { summaryOf } from './summary.ts';
import { TaskCard } from './task-card.ts';
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
  const light = new CursorLight(node => view.isFitted || view.bringIntoView(node));
  const card = new TaskCard(byId('card'), task => editor.postMessage({ type: 'ask', task }));
  const places = { stage, measure: byId('measure'), message: byId('message') };
  const drawing = new Drawing(places, nodes, view, (picture, shown) => {
    light.adopt(picture, shown);
    card.refresh();
  });
  listenToGestures(stage, view);
  byId('zoom-in').addEventListener('click', () => view.zoom(1.2));
  byId('zoom-out').addEventListener('click', () => view.zoom(1 / 1.2));
  byId('fit').addEventListener('click', () => view.fit());
  listenToNodes(stage, view, card, task => editor.postMessage({ type: 'reveal', task }));
  window.addEventListener('message', ({ data }: MessageEvent<ToGraph>) => {
    switch (data.type) {
      case 'flowchart':
        byId('notice').textContent = notices[data.shows];
        return drawing.show(data);
      case 'statuses':
        nodes.update(data);
        byId('summary').textContent = summaryOf(nodes.statuses());
        return card.refresh();
      case 'cursor':
        return light.show(data.task);
      case 'about':
        return card.take(data);
      default:
        data satisfies never;
    }
  });
  editor.postMessage({ type: 'ready' });
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element;
}
