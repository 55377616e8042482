import { t } from '@vscode/l10n';
import { placeText } from '../../runner/run-directory/wording.ts';
import type { RunState } from '../../runner/run-state.ts';
import { attemptTexts } from '../task-lines/status-text.ts';

/** What a hover over a task of a run says, as lines of `name: value`; nothing where its row says it all. */
export function taskDetails(state: RunState, name: string): readonly (readonly [string, string])[] {
  const task = state.tasks.get(name);
  const place = task?.attempts.at(-1)?.place;
  if (!task || (!place && task.attempts.length < 2)) return [];
  return [
    [t`Task`, name],
    ...(place ? [[t`Runs at`, placeText(place)] as const] : []),
    ...attemptTexts(task).map(text => ['', text] as const),
  ];
}
