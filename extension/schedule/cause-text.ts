import { t } from '@vscode/l10n';
import type { RunTrigger } from '../../runner/event.ts';
import { pastText } from './when-text.ts';

/** Why a run started that nobody started by hand, short enough to stand beside it. */
export function causeText(trigger: RunTrigger, now: number): string {
  const { kind, scheduledAt, late, files = [], run = '', status = '' } = trigger;
  switch (kind) {
    case 'cron':
      return t`for ${pastText(scheduledAt, now)}${late ? t`, which was missed` : ''}`;
    case 'backfill':
      return t`backfill for ${pastText(scheduledAt, now)}`;
    case 'manual':
      return t`for ${pastText(scheduledAt, now)}, as asked`;
    case 'files':
      return files.length === 1 ? t`for ${files[0] ?? ''}` : t`for ${files.length} changed files`;
    case 'pipeline':
      return t`after run ${run} (${status})`;
    default:
      return kind satisfies never;
  }
}

/** The same in full, for a hover: all that fits of the files. */
export function causeDetails(trigger: RunTrigger): string {
  const { kind, scheduledAt, late, files = [], run = '', status = '' } = trigger;
  const date = new Date(scheduledAt).toLocaleString();
  if (kind === 'files') return t`changed files: ${files.slice(0, 10).join(', ')}${files.length > 10 ? ' …' : ''}`;
  if (kind === 'pipeline') return t`the end of run ${run} (${status})`;
  return {
    cron: t`its schedule, for ${date}${late ? t`, which was missed` : ''}`,
    backfill: t`a backfill, for ${date}`,
    manual: t`somebody, for ${date}`,
  }[kind];
}
