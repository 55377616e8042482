/** A line of the cache's list: a success, or that one was used. What is in its two texts is read only when it is wanted. */
export type EntryLine =
  | {
      readonly kind: 'success';
      /** The whole fingerprint as one hash. */
      readonly key: string;
      /** Whose success it is: what stays the same when the task changes. */
      readonly owner: string;
      readonly at: number;
      /** How much room its files take. */
      readonly bytes: number;
      /** What it gave, and what it depended on, as JSON. */
      readonly gave: string;
      readonly parts: string;
    }
  | { readonly kind: 'use'; readonly key: string; readonly at: number };

export function entryLine(line: EntryLine): string {
  if (line.kind === 'use') return `${line.key} use ${line.at}\n`;
  return `${line.key} ${line.owner} ${line.at} ${line.bytes} ${line.gave}\t${line.parts}\n`;
}

/** The line that a text tells; nothing when it is torn or strange. What its two texts hold is not looked at. */
export function parseEntryLine(text: string): EntryLine | undefined {
  const key = text.slice(0, keyLength);
  const tab = text.indexOf('\t', keyLength);
  const open = tab === -1 ? -1 : text.indexOf(' {', keyLength);
  const [before, owner, at, bytes] = text.slice(keyLength, open === -1 ? undefined : open).split(' ');
  if (before !== '' || owner === undefined || key.includes(' ') || !isNumber(at)) return undefined;
  if (owner === 'use' && bytes === undefined) return { kind: 'use', key, at: Number(at) };
  if (open === -1 || !isNumber(bytes) || owner.length !== ownerLength || !text.endsWith('}')) return undefined;
  const texts = { gave: text.slice(open + 1, tab), parts: text.slice(tab + 1) };
  return { kind: 'success', key, owner, at: Number(at), bytes: Number(bytes), ...texts };
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text);
}

const keyLength = 64;
const ownerLength = 16;
