import type { Json } from '../../pipeline/pipeline.ts';

/** A JSON value as Python writes it; in Jinja, strings stand in single quotes, for they stand inside Python's. */
export function pythonValue(value: Json, inJinja = false): string {
  if (value === null) return inJinja ? 'none' : 'None';
  if (typeof value === 'boolean') return inJinja ? String(value) : value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return inJinja ? singleQuoted(value) : pythonString(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(item => pythonValue(item, inJinja)).join(', ')}]`;
  const pairs = Object.entries(value).map(
    ([key, item]) => `${pythonValue(key, inJinja)}: ${pythonValue(item, inJinja)}`,
  );
  return `{${pairs.join(', ')}}`;
}

/** A string in double quotes; the escapes of JSON are Python's too. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, unicodeEscape);
}

/** A script as a block that reads as it does in the pipeline, or as lines in quotes where a block would change it. */
export function pythonScript(script: string, indent: string): string {
  const lines = script.split('\n');
  if (lines.length === 1) return pythonString(script);
  const isBlock = lines.every(
    line => /^[^\r\t\p{Cc}\u2028\u2029]*$/u.test(line) && (line === '' || line.trim() !== ''),
  );
  if (!isBlock || /^\s/.test(firstWords(lines))) {
    const quoted = lines.map((line, place) => pythonString(place < lines.length - 1 ? `${line}\n` : line));
    return `(\n${quoted
      .filter(line => line !== '""')
      .map(line => `${indent}    ${line}\n`)
      .join('')}${indent})`;
  }
  const inner = lines.map(line =>
    line === '' ? '' : `${indent}    ${line.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')}`,
  );
  return `dedent("""\\\n${inner.join('\n')}${script.endsWith('\n') ? indent : ''}""")`;
}

/** Text that Jinja leaves as it is: it would take some signs for its own, and a line feed at the end away. */
export function jinjaText(text: string): string {
  return text
    .replace(/\{\{|\{%|\{#|\}\}|%\}|#\}/g, signs => `{{ '${signs}' }}`)
    .replaceAll('\r', "{{ '\\r' }}")
    .replace(/\n$/, "\n{{ '' }}");
}

/** The name of a variable, unlike all in `taken`, and none of `reserved`. */
export function variableName(name: string, taken: Set<string>, reserved: ReadonlySet<string>): string {
  const plain = name.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  const start = /^[A-Za-z]/.test(plain) && !keywords.has(plain) && !reserved.has(plain) ? plain : `task_${plain}`;
  let found = start;
  for (let number = 2; taken.has(found); number++) found = `${start}_${number}`;
  taken.add(found);
  return found;
}

/** `dedent` would take away what all lines begin with. */
function firstWords(lines: readonly string[]): string {
  return lines.find(line => line !== '' && !/^\s/.test(line)) ?? lines.find(line => line !== '') ?? '';
}

function singleQuoted(text: string): string {
  const inner = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replace(/[\p{Cc}\u2028\u2029\ufeff]/gu, unicodeEscape);
  // Inside a string of Jinja its own closing signs end nothing, but the file is read by people too.
  return `'${inner}'`;
}

function unicodeEscape(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type print dag ENVIRONMENT FOLDERS SHELLS SECRETS MACROS DAG Param TaskGroup EmptyOperator Secret dedent timedelta run_result'.split(
    ' ',
  ),
);
