import type { QuickPickItem } from 'vscode';
import { shownStatus } from '../../runner/run-directory/shown-status.ts';
import type { RunState } from '../../runner/run-state.ts';
import { statusIcon } from '../runs-view/status-icon.ts';
import { taskStatusText } from '../task-lines/status-text.ts';
import { tasksWithOutput } from './tasks-with-output.ts';

/** One entry of a list to pick from for each task of a run that has begun, with how it stands. */
export function taskItems(state: RunState, now: number): readonly (QuickPickItem & { readonly task: string })[] {
  return tasksWithOutput(state).map(task => {
    const shown = shownStatus(task, state);
    return {
      label: `$(${statusIcon(shown).id}) ${task.name}`,
      description: shown === 'interrupted' ? shown : taskStatusText(task, now),
      task: task.name,
    };
  });
}
