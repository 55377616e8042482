/** What is written as YAML: a list of entries is a map in that order; an entry with `undefined` is left out. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMap;

/** A map with, where wanted, a comment above an entry. */
export class YamlMap {
  readonly entries: readonly YamlEntry[];

  constructor(...entries: readonly YamlEntry[]) {
    this.entries = entries.filter(([, value]) => value !== undefined);
  }
}

export type YamlEntry = readonly [key: string, value: YamlValue | undefined, comment?: string];

/** A map of plain values. */
export function yamlRecord(record: Readonly<Record<string, YamlValue>>): YamlMap {
  return new YamlMap(...Object.entries(record));
}

/** Writes a map as a YAML document that people like to read; only strings that need it stand in quotes. */
export function yamlText(map: YamlMap): string {
  const out: string[] = [];
  writeMap(map, '', out);
  return `${out.join('\n')}\n`;
}

/** Lines are gathered in one list: copying them on every level takes most of the time. */
function writeMap({ entries }: YamlMap, indent: string, out: string[]): void {
  for (const [key, value = null, comment] of entries) {
    if (comment !== undefined) for (const line of comment.split('\n')) out.push(`${indent}# ${line}`);
    writeValue(`${indent}${scalar(key)}:`, value, indent, out);
  }
}

/** What stands behind `head`, in the same line where it fits. */
function writeValue(head: string, value: YamlValue, indent: string, out: string[]): void {
  const inner = `${indent}  `;
  if (value instanceof YamlMap) {
    out.push(value.entries.length === 0 ? `${head} {}` : head);
    writeMap(value, inner, out);
  } else if (isList(value)) {
    const isPlain = value.every(item => item === null || typeof item !== 'object');
    const flow = isPlain
      ? `${head} [${value.map(item => (typeof item === 'object' ? 'null' : scalar(item, true))).join(', ')}]`
      : '';
    if (isPlain && flow.length <= 110) {
      out.push(flow);
      return;
    }
    out.push(head);
    for (const item of value) writeItem(item, inner, out);
  } else if (typeof value === 'string' && isBlock(value)) {
    out.push(`${head} |${value.endsWith('\n') ? '' : '-'}`);
    for (const line of value.replace(/\n$/, '').split('\n')) out.push(line === '' ? '' : inner + line);
  } else out.push(`${head} ${scalar(value)}`);
}

/** A comment above the first entry of an item stands above the item. */
function writeItem(item: YamlValue, indent: string, out: string[]): void {
  if (!(item instanceof YamlMap)) {
    writeValue(`${indent}-`, item, indent, out);
    return;
  }
  const comment = item.entries[0]?.[2];
  if (comment !== undefined) out.push(`${indent}# ${comment}`);
  const start = out.length;
  writeMap(comment === undefined ? item : withoutComment(item), `${indent}  `, out);
  out[start] = `${indent}- ${(out[start] ?? '{}').trimStart()}`;
}

function withoutComment({ entries: [first, ...others] }: YamlMap): YamlMap {
  return new YamlMap(...(first ? [[first[0], first[1]] as const] : []), ...others);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** A block keeps every letter of it: what begins with a blank, or ends with several line feeds, stands in quotes. */
function isBlock(text: string): boolean {
  return (
    text.replace(/\n$/, '').includes('\n') &&
    /^[^\s]/.test(text) &&
    !/\n\n$/.test(text) &&
    !/[^\P{Cc}\n\t]|[\u2028\u2029\ufeff\p{Cs}]/u.test(text)
  );
}

function scalar(value: string | number | boolean | null, inFlow = false): string {
  if (typeof value !== 'string') return String(value);
  const isPlain =
    /^[\p{L}_./$][^\p{Cc}\u2028\u2029\ufeff]*$/u.test(value) &&
    !/: |:$| #|\s$/.test(value) &&
    !(inFlow && /[[\]{},]/.test(value)) &&
    !/^(?:true|false|null|yes|no|on|off|y|n|~|\.inf|\.nan|[-+.]?[\d.].*)$/i.test(value);
  return isPlain
    ? value
    : JSON.stringify(value).replace(
        /[\u007f-\u009f\u2028\u2029\ufeff]/g,
        sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
}
