import stringWidth from 'string-width';

/** One line of source as it is shown, and where its underline stands; both counted in columns of the terminal. */
export interface Excerpt {
  readonly text: string;
  readonly indent: number;
  readonly length: number;
}

const tabWidth = 4;

/**
 * Shows `line` (without its end) in at most `width` columns so that what stands from `start` to `end` is seen: tabs are
 * widened, control characters made visible, and what does not fit is cut and marked with `…`.
 */
export function excerptOf(line: string, start: number, end: number, width: number): Excerpt {
  // So much of a line can matter at most; a line may have a million letters.
  const reach = width * 2;
  const before = shown(line.slice(Math.max(0, start - reach), start), start > reach);
  const marked = shown(line.slice(start, Math.min(end, start + reach)), false);
  const after = shown(line.slice(end, end + reach), false);
  const isLong = start > reach || stringWidth(before + marked + after) > width;
  if (!isLong) return { text: before + marked + after, indent: stringWidth(before), length: lengthOf(marked) };
  const room = Math.max(8, width - 2);
  const head = lastColumns(before, Math.max(Math.floor(room / 4), room - stringWidth(marked + after)));
  const left = head === before && start <= reach ? head : `…${head}`;
  const middle = firstColumns(marked, room - stringWidth(head));
  const tail = firstColumns(after, room - stringWidth(head) - stringWidth(middle));
  const isWhole = middle === marked && tail === after && end + reach >= line.length;
  return {
    text: `${left}${middle}${tail}${isWhole ? '' : '…'}`,
    indent: stringWidth(left),
    length: lengthOf(middle),
  };
}

function lengthOf(marked: string): number {
  return Math.max(1, stringWidth(marked));
}

function shown(text: string, isCut: boolean): string {
  return (isCut ? text.replace(/^[\udc00-\udfff]/, '') : text)
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll('\t', ' '.repeat(tabWidth))
    .replace(/\p{Cc}/gu, picture)
    .replace(/[\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu, '\ufffd');
}

/** Unicode has a picture of each of the first 32 control characters. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstColumns(text: string, width: number): string {
  let kept = '';
  let used = 0;
  for (const { segment } of letters.segment(text)) {
    used += stringWidth(segment);
    if (used > width) return kept;
    kept += segment;
  }
  return text;
}

function lastColumns(text: string, width: number): string {
  let left = stringWidth(text);
  for (const { segment, index } of letters.segment(text)) {
    if (left <= width) return text.slice(index);
    left -= stringWidth(segment);
  }
  return '';
}
