import { lineAndColumn, lineIndex } from '../../../pipeline/line-index.ts';
import type { TextRange } from '../../../pipeline/text-range.ts';
import type { CheckedFile } from './problem-text.ts';

/** The problems of a file as plain JSON, their places as in the Language Server Protocol: from zero, in UTF-16 code units. */
export function problemsJson(file: CheckedFile): object[] {
  const index = lineIndex(file.text);
  const rangeOf = ({ start, end }: TextRange) => ({
    start: lineAndColumn(index, start),
    end: lineAndColumn(index, end),
  });
  const sorted = [...file.problems].sort((one, other) => one.range.start - other.range.start);
  return sorted.map(({ code, severity, message, range, related, fixes: [fix] }) => ({
    ...{ file: file.name, code, severity, message, range: rangeOf(range) },
    related: related.map(place => ({ file: file.name, range: rangeOf(place.range), message: place.message })),
    ...(fix && {
      fix: {
        title: fix.title,
        edits: fix.edits.map(edit => ({ range: rangeOf(edit.range), newText: edit.newText })),
      },
    }),
  }));
}
