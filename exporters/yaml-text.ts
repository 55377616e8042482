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
  return `${mapLines(map, '').join('\n')}\n`;
}

function mapLines({ entries }: YamlMap, indent: string): readonly string[] {
  return entries.flatMap(([key, value = null, comment]) => [
    ...(comment === undefined ? [] : comment.split('\n').map(line => `${indent}# ${line}`)),
    ...valueLines(`${indent}${scalar(key)}:`, value, indent),
  ]);
}

/** What stands behind `head`, in the same line where it fits. */
function valueLines(head: string, value: YamlValue, indent: string): readonly string[] {
  const inner = `${indent}  `;
  if (value instanceof YamlMap) {
    return value.entries.length === 0 ? [`${head} {}`] : [head, ...mapLines(value, inner)];
  }
  if (isList(value)) {
    const flow = `${head} [${value.map(item => (typeof item === 'object' ? '' : scalar(item, true))).join(', ')}]`;
    const isShort = flow.length <= 110 && value.every(item => item === null || typeof item !== 'object');
    if (isShort) return [flow];
    return [head, ...value.flatMap(item => itemLines(item, inner))];
  }
  if (typeof value === 'string' && isBlock(value)) {
    const chomp = value.endsWith('\n') ? '' : '-';
    const lines = value.replace(/\n$/, '').split('\n');
    return [`${head} |${chomp}`, ...lines.map(line => (line === '' ? '' : inner + line))];
  }
  return [`${head} ${scalar(value)}`];
}

function itemLines(item: YamlValue, indent: string): readonly string[] {
  if (!(item instanceof YamlMap)) return valueLines(`${indent}-`, item, indent);
  const [first = `${indent}  {}`, ...others] = mapLines(item, `${indent}  `);
  const comments = first.trimStart().startsWith('#');
  return comments
    ? [first.replace(/^ {2}/, ''), ...itemLines(withoutComment(item), indent)]
    : [`${indent}- ${first.trimStart()}`, ...others];
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
