import { lineAndColumn, lineIndex } from '../pipeline/line-index.ts';
import type { ExportSource } from './export-source.ts';
import { writtenName } from './losses.ts';

/** Tells for a task of the run the line, from 1, of the pipeline file in which it is written. */
export function sourceLines({ text, syntax }: ExportSource): (task: string) => number {
  const index = lineIndex(text);
  return name => {
    const task = syntax.tasksByName.get(writtenName(name));
    return task ? lineAndColumn(index, task.start + task.block.name.range.start).line + 1 : 1;
  };
}

/** One line of a comment. */
export function commentText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
