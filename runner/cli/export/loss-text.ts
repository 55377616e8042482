import type { Loss } from '../../../exporters/exported.ts';
import type { Problem } from '../../../pipeline/problem.ts';
import { type CheckedFile, problemsText } from '../check/problem-text.ts';
import type { Paint } from '../paint.ts';

/** What an export or an import loses, each thing at its line as problems are shown: `file:line:column: lost: message`. */
export function lossesText(
  file: Pick<CheckedFile, 'name' | 'text'>,
  losses: readonly Pick<Loss, 'level' | 'key' | 'range' | 'message'>[],
  paint: Paint,
  width: number,
): string {
  if (losses.length === 0) return '';
  const problems = losses.map(({ level, range, message, key }): Problem => {
    const severity = level === 'refused' ? 'error' : 'warning';
    return { code: (key ?? '') as Problem['code'], severity, range, message, related: [], fixes: [] };
  });
  const words = { error: 'refused', warning: 'lost', hint: 'lost' } as const;
  return `${problemsText({ ...file, problems }, paint, width, words)}\n`;
}
