import type { Analysis } from '../../pipeline/analyse.ts';
import { knownValue } from '../../pipeline/expression-value.ts';
import { splitTemplate } from '../../pipeline/expressions/template.ts';
import { taskAt } from '../../pipeline/task-at.ts';
import { nameOf, placed } from '../task-facts.ts';
import type { Hover } from './hover.ts';

/** What the expression around an offset gives: its type, and its value where that is known before a run. */
export function valueHover(analysis: Analysis, offset: number): Hover | undefined {
  const task = taskAt(analysis.syntax, offset);
  const found = task ? inTask() : atTop(analysis, offset);
  const known = found && knownValue(analysis, task ? nameOf(task) : '', found.text);
  if (!found || !known) return undefined;
  const { kind, values } = known.type;
  const possible = values && values.length <= 8 ? `: ${values.map(value => JSON.stringify(value)).join(' or ')}` : '';
  const type = kind === 'unknown' ? 'known only while it runs' : `${kind}${possible}`;
  const fallback =
    known.withDefaults === undefined
      ? []
      : [`With the defaults of the params: \`${JSON.stringify(known.withDefaults)}\``];
  return { range: found.range, markdown: [`\`${found.text.trim()}\``, `Gives: ${type}`, ...fallback].join('\n\n') };

  function inTask() {
    for (const { range, text } of task?.block.expressions ?? []) {
      const at = task && placed(task, range);
      if (at && at.start - 3 <= offset && offset <= at.end + 2) return { range: at, text };
    }
    return undefined;
  }
}

function atTop({ text }: Analysis, offset: number) {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const line = text.slice(from, newline === -1 ? text.length : newline);
  for (const part of splitTemplate(line)) {
    if (part.kind !== 'expression' || !part.closed) continue;
    const range = { start: from + part.start, end: from + part.start + part.text.length };
    if (range.start - 3 <= offset && offset <= range.end + 2) return { range, text: part.text };
  }
  return undefined;
}
