import { t } from '@vscode/l10n';
import { isDate } from '../../pipeline/checks/formats.ts';

/** Why a typed text is no day and no moment, as a sentence; `undefined` when it is one. */
export function complaintAboutDate(text: string): string | undefined {
  return isDate(text.trim())
    ? undefined
    : t`It must be a day such as 2026-01-31, or a moment such as 2026-01-31T02:00.`;
}

/** A day of this machine's calendar, so many days ago. */
export function today(daysAgo = 0, now = Date.now()): string {
  const date = new Date(now);
  date.setDate(date.getDate() - daysAgo);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}
