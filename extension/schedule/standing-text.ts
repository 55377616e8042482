import { t } from '@vscode/l10n';
import type { StatusIcon } from '../runs-view/status-icon.ts';
import { type Standing, soonest, type TriggerStanding } from './standing.ts';
import { whenText } from './when-text.ts';

/** How the triggers of a pipeline stand, behind its name: `next start tomorrow 02:00`. */
export function standingText(standing: Standing, now: number): string {
  switch (standing.kind) {
    case 'off':
      return t`triggers off`;
    case 'waiting':
      return t`triggers on`;
    case 'paused':
      return t`paused`;
    case 'fault':
      return t`cannot start by itself`;
    case 'armed': {
      const next = soonest(standing);
      return next === undefined ? t`starts by itself` : t`next start ${whenText(next, now)}`;
    }
    default:
      return standing.kind satisfies never;
  }
}

/** The row of one trigger: when it starts a run next, or what it waits for. */
export function triggerText({ words, next }: TriggerStanding, { kind }: Standing, now: number): string {
  return kind === 'armed' && next !== undefined ? t`Next start ${whenText(next, now)}` : sentenceOf(words);
}

/** Shows whether a trigger is armed, and what it waits for. */
export function triggerIcon({ kind }: TriggerStanding, standing: Standing): StatusIcon {
  if (standing.kind === 'paused') return { id: 'debug-pause', color: 'charts.yellow' };
  if (standing.kind === 'fault') return { id: 'warning', color: 'editorWarning.foreground' };
  const id = { cron: 'watch', files: 'files', pipeline: 'link' }[kind];
  return standing.kind === 'off' ? { id, color: 'disabledForeground' } : { id, color: 'charts.blue' };
}

function sentenceOf(words: string): string {
  const [kind = '', ...rest] = words.split(' ');
  if (kind === 'cron') return words;
  if (kind === 'files') return t`When ${rest.join(', ')} change`;
  const name = rest.slice(0, -1).join(' ');
  if (rest.at(-1) === 'success') return t`When ${name} succeeds`;
  return rest.at(-1) === 'failure' ? t`When ${name} does not succeed` : t`When ${name} ends`;
}
