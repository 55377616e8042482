import { toText } from '../../pipeline/expression.ts';
import type { Json, Task } from '../../pipeline/pipeline.ts';
import type { Dialect, Written, WrittenKind } from '../expressions/expression-writer.ts';
import type { Meaning } from '../expressions/meaning.ts';

/** What the dialect is told about the jobs. */
export interface JobPlaces {
  readonly id: (task: Task) => string;
  /** Tells that a job reads what another gave, which it must need for that. */
  readonly read: (from: Task, reader: Task) => void;
  readonly isCertain: (from: Task, reader: Task) => boolean;
  /** Whether the workflow also starts by a schedule, when nobody gives inputs. */
  readonly hasSchedule: boolean;
}

/** Writes expressions for GitHub Actions, whose language ours is; but every output is a text there. */
export function githubDialect(places: JobPlaces): Dialect {
  const operator = (text: string, kind: WrittenKind): Written => ({ text, kind, certain: true, atomic: false });
  return {
    literal,
    meaning: (meaning, reader, write) => meaningText(meaning, reader, write, places),
    not: operand => operator(`!${inBrackets(operand)}`, 'boolean'),
    compare: (sign, left, right) => operator(`${inBrackets(left)} ${sign} ${inBrackets(right)}`, 'boolean'),
    logical: (sign, operands) => operator(operands.map(inBrackets).join(` ${sign} `), 'other'),
    call: (name, operands) =>
      name === 'hashfiles'
        ? 'GitHub looks for the files of hashFiles from the root of the repository, and only within a step.'
        : {
            ...operator(`${functionNames[name] ?? name}(${operands.map(({ text }) => text).join(', ')})`, 'other'),
            atomic: true,
          },
    step: (value, index) => ({ ...operator(`${inBrackets(value)}[${index.text}]`, 'other'), atomic: true }),
    joined: parts => {
      const values = parts.filter(part => typeof part !== 'string');
      let place = 0;
      const template = parts
        .map(part => (typeof part === 'string' ? part.replace(/[{}]/g, '$&$&') : `{${place++}}`))
        .join('');
      return {
        ...operator(`format(${[quoted(template), ...values.map(({ text }) => text)].join(', ')})`, 'string'),
        atomic: true,
      };
    },
  };
}

/** A part of a text as it stands in a workflow. */
export function partText(part: string | Written): string {
  if (typeof part === 'string') return part;
  return part.constant === undefined ? `\${{ ${part.text} }}` : toText(part.constant);
}

const functionNames: Readonly<Record<string, string>> = {
  startswith: 'startsWith',
  endswith: 'endsWith',
  tojson: 'toJSON',
  fromjson: 'fromJSON',
};

function meaningText(
  meaning: Meaning,
  reader: Task,
  write: (template: string, viewpoint: Task) => Written,
  places: JobPlaces,
): Written | string {
  switch (meaning.kind) {
    case 'value':
      return literal(meaning.value);
    case 'param': {
      const { name, param } = meaning;
      const text = paramText(name, param.default, places.hasSchedule);
      if (param.type === 'string' || param.type === 'boolean')
        return { text, kind: param.type, certain: true, atomic: !/ /.test(text) };
      return { text: `fromJSON(${text})`, kind: 'number', certain: true, atomic: true };
    }
    case 'template':
      return write(meaning.template, meaning.viewpoint);
    case 'matrix':
      return { text: chain('matrix', [meaning.name]), kind: 'other', certain: true, atomic: true };
    case 'item':
      return {
        text: chain('matrix', [reader.foreach?.as ?? 'item', ...meaning.steps]),
        kind: 'other',
        certain: true,
        atomic: true,
      };
    case 'output':
      return outputText(meaning, reader, write, places);
    case 'outputs':
      return outputsText(meaning, reader, places);
    case 'status':
      if (meaning.of.needs.length > 0 || meaning.of.matrix) {
        return `GitHub calls a job skipped that stands below a failure, so the status of \`${meaning.of.name}\` is not known there.`;
      }
      places.read(meaning.of, reader);
      return statusText(`needs.${places.id(meaning.of)}.result`, meaning.of);
    case 'run':
      if (meaning.property === 'id') return { text: 'github.run_id', kind: 'string', certain: true, atomic: true };
      return 'GitHub does not tell for which time a run is.';
    case 'unknown':
      return meaning.message;
    default:
      return meaning satisfies never;
  }
}

/** A job that may fail is a success to GitHub. */
function statusText(result: string, { continueOnError }: Task): Written | string {
  if (continueOnError) return 'GitHub calls a job that may fail a success.';
  return { text: `(${result} == 'failure' && 'failed' || ${result})`, kind: 'string', certain: true, atomic: true };
}

function outputText(
  { output, from, name, steps }: Extract<Meaning, { kind: 'output' }>,
  reader: Task,
  write: (template: string, viewpoint: Task) => Written,
  places: JobPlaces,
): Written | string {
  places.read(from, reader);
  if ('path' in output && reader.container)
    return `In a container GitHub has another path for the repository: name the file of \`${from.name}\` by its own path.`;
  if ('path' in output) {
    const path = write(output.path, from);
    return { text: `format('{0}/{1}', github.workspace, ${path.text})`, kind: 'string', certain: true, atomic: true };
  }
  const text = chain(`needs.${places.id(from)}.outputs`, [name]);
  const value = (kind: WrittenKind, written: string): Written => ({ text: written, kind, certain: true, atomic: true });
  if (output.type === 'string') return value('string', text);
  if (output.type === 'boolean') return { ...value('boolean', `${text} == 'true'`), atomic: false };
  const parsed = `fromJSON(${places.isCertain(from, reader) ? text : `${text} || 'null'`})`;
  return value(
    output.type === 'json' ? 'other' : 'number',
    `${parsed}${steps.map(step => chain('', [step])).join('')}`,
  );
}

/** A list is put together of the texts that its instances gave. */
function outputsText(
  { from, members, name }: Extract<Meaning, { kind: 'outputs' }>,
  reader: Task,
  places: JobPlaces,
): Written | string {
  if (from.foreach) return `GitHub hands on the outputs of one instance of \`${from.name}\` only.`;
  const texts = members.map(member => {
    places.read(member, reader);
    const text = chain(`needs.${places.id(member)}.outputs`, [name]);
    const output = member.outputs[name];
    return output && 'type' in output && output.type === 'string' ? `toJSON(${text})` : `${text} || 'null'`;
  });
  if (members.some(member => 'path' in (member.outputs[name] ?? {})))
    return `The list of the files of \`${from.name}\` has no counterpart.`;
  const template = `[${texts.map((_, place) => `{${place}}`).join(', ')}]`;
  return {
    text: `fromJSON(format(${quoted(template)}, ${texts.join(', ')}))`,
    kind: 'other',
    certain: true,
    atomic: true,
  };
}

/** By a schedule nobody gives inputs: then it is the default. */
function paramText(name: string, value: Json | undefined, hasSchedule: boolean): string {
  const input = chain('inputs', [name]);
  if (!hasSchedule || value === undefined) return input;
  if (value === false || value === 0 || value === '') return `(${input} || ${literal(value).text})`;
  return `(github.event_name == 'schedule' && ${literal(value).text} || ${input})`;
}

function chain(start: string, steps: readonly string[]): string {
  return steps.reduce(
    (text, step) => (/^[A-Za-z_][\w-]*$/.test(step) ? `${text}.${step}` : `${text}[${quoted(step)}]`),
    start,
  );
}

function literal(value: Json): Written {
  const text =
    typeof value === 'string'
      ? quoted(value)
      : typeof value === 'object' && value !== null
        ? `fromJSON(${quoted(JSON.stringify(value))})`
        : String(value);
  const kind =
    typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? typeof value : 'other';
  return { text, kind: kind as WrittenKind, certain: value !== null, atomic: true, constant: value };
}

function inBrackets({ text, atomic }: Written): string {
  return atomic ? text : `(${text})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
