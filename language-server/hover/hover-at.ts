import type { Analysis } from '../../pipeline/analyse.ts';
import type { ScalarSyntax } from '../../pipeline/syntax.ts';
import { placeAt } from '../../pipeline/vocabulary.ts';
import { keyDoc } from '../key-doc.ts';
import { occurrenceAt } from '../names/find-name.ts';
import { entryIn, scalarText, topEntry } from '../task-facts.ts';
import { wordAt } from '../word-at.ts';
import { cronDoc } from './cron-doc.ts';
import { durationDoc } from './duration-doc.ts';
import { expressionHover } from './expression-hover.ts';
import type { Hover } from './hover.ts';
import { nameDoc } from './name-doc.ts';
import { valueHover } from './value-doc.ts';

/** What there is to know about the word at an offset: a name the user chose, a name in an expression, a key, a value. `now` is when it is asked. */
export function hoverAt(analysis: Analysis, offset: number, now: Date): Hover | undefined {
  const found = occurrenceAt(analysis, offset);
  const doc = found && nameDoc(analysis, found.name);
  if (found && doc !== undefined) {
    const { kind, text } = found.name;
    return { range: found.range, markdown: doc, ...(kind === 'task' ? { task: text } : {}) };
  }
  const word = expressionHover(analysis, offset) ?? vocabularyHover(analysis, offset, now);
  return word ?? valueHover(analysis, offset);
}

function vocabularyHover(analysis: Analysis, offset: number, now: Date): Hover | undefined {
  const word = wordAt(analysis, offset);
  if (!word) return undefined;
  const { shapes, key } = placeAt(word.path, word.siblings);
  if (word.role === 'key') return key && { range: word.range, markdown: keyDoc(key) };
  const values = shapes.flatMap(shape => (shape.kind === 'list' && shape.single ? [shape, shape.of] : [shape]));
  for (const shape of values) {
    if (shape.kind === 'string' && shape.format === 'cron') {
      const schedule = cronDoc(word.scalar.text, timezoneBeside(analysis, word.scalar), now);
      if (schedule) return { range: word.range, markdown: schedule };
    }
    const duration = shape.kind === 'duration' ? durationDoc(word.scalar.text) : undefined;
    if (duration) return { range: word.range, markdown: duration };
    const value = shape.kind === 'enum' ? shape.values.find(({ value }) => value === word.scalar.value) : undefined;
    if (value) return { range: word.range, markdown: `\`${value.value}\`: ${value.doc}` };
  }
  return undefined;
}

/** The time zone that stands beside a schedule. */
function timezoneBeside(analysis: Analysis, cron: ScalarSyntax): string | undefined {
  const triggers = topEntry(analysis, 'triggers')?.value;
  const items = triggers?.kind === 'list' ? triggers.items : [];
  const trigger = items.find(item => entryIn(item, 'cron')?.value === cron);
  return scalarText(entryIn(trigger, 'timezone')?.value);
}
