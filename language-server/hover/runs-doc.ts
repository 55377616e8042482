import { formatDuration } from '../../pipeline/duration.ts';
import type { PastTask } from '../past-runs.ts';
import { timeText } from './cron-doc.ts';

/** How a task went in its newest runs, a line each; nothing for one that was in none. Times are those of `timezone`, or of this machine. */
export function runsDoc(runs: readonly PastTask[], timezone?: string): string | undefined {
  if (runs.length === 0) return undefined;
  const lines = runs.map(({ at, status, durationMs, why }) => {
    const took = durationMs === undefined ? '' : ` in ${formatDuration(durationMs)}`;
    const reason = why === undefined ? '' : `: ${inOneLine(why)}`;
    return `- ${timeText(new Date(at), timezone)} \`${status}\`${took}${reason}`;
  });
  return ['Last runs:', lines.join('\n')].join('\n\n');
}

/** What a task printed or was asked may hold signs of Markdown, and much. */
function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
