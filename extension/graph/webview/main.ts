import { config, t } from '@vscode/l10n';
import './graph.css';
import './time/time.css';
import type { FlowchartMessage, ToGraph } from '../messages.ts';
import { byId } from './by-id.ts';
import { CursorLight } from './cursor-light.ts';
import { Drawing } from './drawing.ts';
import { listenToGestures } from './gestures.ts';
import { type Editor, KeptState } from './kept-state.ts';
import { LiveNews } from './live-news.ts';
import { Minimap } from './minimap.ts';
import { listenToNodes } from './node-events.ts';
import { PanAndZoom } from './pan-and-zoom.ts';
import type { Picture } from './picture.ts';
import { listenToSaveMenu } from './save-menu.ts';
import { Search } from './search.ts';
import { summaryOf } from './summary.ts';
import { TaskCard } from './task-card.ts';
import { TaskNodes } from './task-nodes.ts';
import { TaskTable } from './task-table.ts';
import { listenToTime } from './time/time-events.ts';
import { type TimePlaces, TimeView } from './time/time-view.ts';
import { WatchedRun } from './time/watched-run.ts';
import { listenToToggle } from './toggle.ts';
import { Tools } from './tools.ts';

declare function acquireVsCodeApi(): Editor;

config({ contents: document.body.dataset.words ?? '{}' });
start(acquireVsCodeApi());

function noticeOf(shows: FlowchartMessage['shows']): string {
  if (shows === 'last-readable')
    return t`The text cannot be read at the moment. This is the last graph that could be drawn.`;
  return shows === 'what-is-readable' ? t`Parts of the text cannot be read. This is the graph of the rest.` : '';
}

function timePlaces(): TimePlaces {
  return { section: byId('time'), rows: byId('time-rows'), empty: byId('time-empty'), title: byId('time-title') };
}

function start(editor: Editor): void {
  const kept = new KeptState(editor, document.body.dataset.uri ?? '');
  const stage = byId('stage');
  const nodes = new TaskNodes();
  const view = new PanAndZoom(stage, kept.place, place => kept.setPlace(place));
  const light = new CursorLight(node => view.isFitted || view.bringIntoView(node));
  const card = new TaskCard(byId('card'), task => editor.postMessage({ type: 'ask', task }));
  const reveal = (task: string): void => editor.postMessage({ type: 'reveal', task });
  const table = new TaskTable(byId('table'), nodes, reveal);
  const news = new LiveNews(byId('live'), () => summaryOf(nodes.statuses()));
  const minimap = new Minimap(byId('minimap'), stage, view);
  const tools = new Tools(kept, view);
  const time = new TimeView(timePlaces(), task => nodes.menuOf(task));
  const search = new Search({ input: byId('search') as HTMLInputElement, count: byId('found'), stage }, view);
  const places = { stage, message: byId('message'), busy: byId('busy') };
  let shownPicture: Picture | undefined;
  const drawing = new Drawing(places, nodes, view, (picture, shown) => {
    shownPicture = picture;
    light.adopt(picture, shown);
    search.adopt(picture, shown);
    minimap.adopt(picture);
    table.adopt(picture, shown);
    card.refresh();
  });
  listenToToggle(
    byId('table-button'),
    kept.table,
    isOpen => table.open(isOpen),
    isOpen => kept.setTable(isOpen),
  );
  const buttons = { time: byId('time-button'), next: byId('next-button') };
  const watched = new WatchedRun(buttons, time, kept.time, watches => {
    kept.setTime(watches !== 'none');
    editor.postMessage({ type: 'watch-times', watches });
  });
  listenToTime(byId('time-rows'), time, {
    selected: task => {
      tools.setTask(task);
      light.show(task);
    },
    output: task => editor.postMessage({ type: 'output', task }),
  });
  listenToGestures(stage, view);
  const save = byId('save') as HTMLSelectElement;
  listenToSaveMenu(
    save,
    () => (shownPicture?.svg.isConnected ? shownPicture : undefined),
    message => editor.postMessage(message),
  );
  listenToNodes(stage, view, card, {
    seen: task => {
      tools.setTask(task);
      time.select(task);
    },
    reveal,
    toggleGroup: group => tools.toggleGroup(group),
  });
  window.addEventListener('message', ({ data }: MessageEvent<ToGraph>) => {
    switch (data.type) {
      case 'flowchart':
        byId('notice').textContent = noticeOf(data.shows);
        tools.show(data);
        return drawing.show(data);
      case 'statuses':
        nodes.update(data);
        table.update(data);
        watched.setRun(data.run);
        news.take(data.statuses);
        byId('summary').textContent = summaryOf(nodes.statuses());
        return card.refresh();
      case 'times':
        return time.update(data);
      case 'cursor':
        if (data.task !== null) tools.setTask(data.task);
        time.select(data.task ?? undefined);
        return light.show(data.task);
      case 'about':
        return card.take(data);
      default:
        data satisfies never;
    }
  });
  editor.postMessage({ type: 'ready', view: kept.view, watches: watched.watches });
}
