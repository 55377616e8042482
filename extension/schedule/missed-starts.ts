import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { type MissedStart, missedSentence } from './missed-text.ts';
import type { Schedule } from './schedule.ts';

const key = 'dagwright.missedTold';
/** What a scheduler that begins tells is told together. */
const gatherMs = 700;

/** Tells once, all together, of the starts that were missed while nothing scheduled them, of what is switched on here. */
export function registerMissedStarts(memory: vscode.Memento, schedule: Schedule): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const following = schedule.pictures.onDidChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void tell(memory, schedule);
    }, gatherMs);
  });
  return vscode.Disposable.from(following, { dispose: () => clearTimeout(timer) });
}

async function tell(memory: vscode.Memento, schedule: Schedule): Promise<void> {
  const told = memory.get<Record<string, number>>(key, {});
  const missed = missedOf(schedule).filter(({ file, scheduledAt }) => scheduledAt > (told[file] ?? 0));
  if (missed.length === 0) return;
  const news = Object.fromEntries(missed.map(({ file, scheduledAt }) => [file, scheduledAt]));
  await memory.update(key, { ...told, ...news });
  const left = missed.filter(({ isMadeUp }) => !isMadeUp);
  const verbs = left.length > 0 ? [t`Run Now`, t`Ignore`] : [];
  const choice = await vscode.window.showInformationMessage(missedSentence(missed, Date.now()), ...verbs);
  if (choice === undefined || choice !== verbs[0]) return;
  for (const { file, scheduledAt } of left)
    await vscode.commands.executeCommand('dagwright.startWithDate', {
      file,
      date: new Date(scheduledAt).toISOString(),
    });
}

function missedOf({ on, pictures }: Schedule): readonly MissedStart[] {
  return [...on.files].flatMap(([file, since]) => {
    const missed = (pictures.pipeline(file)?.triggers ?? []).flatMap(({ missed }) => missed ?? []);
    const last = missed.sort((one, other) => one.scheduledAt - other.scheduledAt).at(-1);
    return last && last.scheduledAt > since ? [{ file, ...last }] : [];
  });
}
