import { attemptPath, outputLog } from '../../runner/layout.ts';
import { shownStatus } from '../../runner/run-directory/shown-status.ts';
import { placeText } from '../../runner/run-directory/wording.ts';
import type { RunFacts } from '../graph/run-facts.ts';
import { lastLines } from '../output/last-lines.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { attemptTexts, taskStatusText } from '../task-lines/status-text.ts';
import { GraphTimes } from './graph-times.ts';
import { nextTimes } from './next-times.ts';

/** How many lines of a task's output a graph shows. */
const shownLines = 6;

/** Tells graphs of the newest run of their file, from the store and from what the task has printed. */
export function graphRunFacts(store: RunStore): RunFacts {
  const times = new GraphTimes(store);
  return {
    folderOf: uri => (uri.scheme === 'file' ? store.newestOf(uri.fsPath)?.folder : undefined),
    times: uri => times.of(uri),
    nextTimes,
    async about(uri, name) {
      const folder = uri.scheme === 'file' ? store.newestOf(uri.fsPath)?.folder : undefined;
      const state = folder === undefined ? undefined : await store.load(folder);
      const task = state?.tasks.get(name);
      if (folder === undefined || !state || !task) return undefined;
      const isCut = shownStatus(task, state) === 'interrupted';
      const last = task.attempts.length;
      const lines = last === 0 ? [] : await lastLines(outputLog(attemptPath(folder, name, last)), shownLines);
      const attempts = attemptTexts(task);
      const place = task.attempts.at(-1)?.place;
      return {
        state: isCut ? 'interrupted' : taskStatusText(task, Date.now()),
        ...(attempts.length > 0 ? { attempts } : {}),
        ...(place ? { place: placeText(place) } : {}),
        lines,
      };
    },
  };
}
