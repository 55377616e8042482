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

/** The line that a text tells; nothing when it is torn or strange. */
export function parseEntryLine(text: string): EntryLine | undefined {
  const [, key, owner, at, bytes, gave, parts] = shape.exec(text) ?? [];
  if (key === undefined || at === undefined) return undefined;
  if (owner === 'use') return bytes === undefined ? { kind: 'use', key, at: Number(at) } : undefined;
  if (owner === undefined || bytes === undefined || gave === undefined || parts === undefined) return undefined;
  return { kind: 'success', key, owner, at: Number(at), bytes: Number(bytes), gave, parts };
}

const shape = /^([0-9a-f]{64}) (use|[0-9a-f]{16}) (\d+)(?: (\d+) (\{[^\t]*\})\t(\{.*\}))?$/;
