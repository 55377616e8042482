import { toText } from '../../pipeline/expression.ts';
import type { Json, Task } from '../../pipeline/pipeline.ts';
import type { Dialect, Written } from '../expressions/expression-writer.ts';
import type { Meaning } from '../expressions/meaning.ts';

/** What the dialect is told about the tasks. */
export interface ArgoPlaces {
  readonly id: (task: Task) => string;
  /** Whether the reader starts only after `from` has succeeded: else Argo finds no value and fails. */
  readonly isCertain: (from: Task, reader: Task) => boolean;
  /** The absolute path of a file that a task gives, with expressions. */
  readonly pathOf: (path: string, from: Task) => string;
}

/** Writes the expressions of `when` in the language of Argo (expr), in which every parameter is a text. */
export function argoDialect(places: ArgoPlaces): Dialect {
  return {
    literal,
    meaning: (meaning, reader, write) => meaningText(meaning, reader, write, places),
    not: operand => (operand.kind === 'boolean' ? boolean(`!${inBrackets(operand)}`) : noTruth),
    compare: (sign, left, right) => compared(sign, left, right),
    logical: (sign, operands) =>
      operands.every(({ kind }) => kind === 'boolean') ? boolean(operands.map(inBrackets).join(` ${sign} `)) : noTruth,
    call: (name, [one, other]) => called(name, one, other),
    step: () => 'Argo has no values inside of values: let the task give an output for it.',
    joined: parts => ({
      text: parts.map(part => (typeof part === 'string' ? quoted(part) : part.text)).join(' + '),
      kind: 'string',
      certain: true,
      atomic: false,
    }),
  };
}

/** The tag by which a value stands in a text; nothing for what would have to be worked out. */
export function argoTag({ text, constant }: Written): string | undefined {
  if (constant !== undefined) return toText(constant);
  const reference = /^(?:asFloat\()?(workflow\.parameters|tasks|item)((?:\['[^']*'\]|\.\w+)*)\)?$/.exec(
    text.replace(/ == 'true'$/, ''),
  );
  if (reference) return `{{${reference[1]}${(reference[2] ?? '').replace(/\['([^']*)'\]/g, '.$1')}}}`;
  return text.startsWith('{{') ? text : undefined;
}

const noTruth = 'Argo takes only true and false for a truth value: compare the value with something.';

function meaningText(
  meaning: Meaning,
  reader: Task,
  write: (template: string, viewpoint: Task) => Written,
  places: ArgoPlaces,
): Written | string {
  switch (meaning.kind) {
    case 'value':
      return literal(meaning.value);
    case 'param':
      return typed(`workflow.parameters['${meaning.name}']`, meaning.param.type);
    case 'template':
      return write(meaning.template, meaning.viewpoint);
    case 'matrix':
      return typed(`item['${meaning.name}']`, 'string');
    case 'item':
      return typed(`item${meaning.steps.map(step => `['${step}']`).join('')}`, 'string');
    case 'output': {
      const { from, name, output, steps } = meaning;
      if ('path' in output) return literal(places.pathOf(output.path, from));
      if (steps.length > 0) return 'Argo has no values inside of values: let the task give an output for it.';
      if (!places.isCertain(from, reader))
        return `Argo fails where \`${from.name}\` has given nothing, which can be here.`;
      return typed(`tasks['${places.id(from)}'].outputs.parameters['${name}']`, output.type);
    }
    case 'outputs':
      return 'Argo hands on no list of the outputs of several tasks.';
    case 'status':
      return 'Argo tells how a task has ended in other words, and not of every one.';
    case 'run':
      if (meaning.property === 'id') return { text: '{{workflow.name}}', kind: 'string', certain: true, atomic: true };
      return { text: '{{workflow.creationTimestamp.RFC3339}}', kind: 'string', certain: true, atomic: true };
    case 'unknown':
      return meaning.message;
    default:
      return meaning satisfies never;
  }
}

function typed(text: string, type: string): Written {
  if (type === 'number' || type === 'integer')
    return { text: `asFloat(${text})`, kind: 'number', certain: true, atomic: true };
  if (type === 'boolean') return { text: `${text} == 'true'`, kind: 'boolean', certain: true, atomic: false };
  return { text, kind: type === 'json' ? 'other' : 'string', certain: true, atomic: true };
}

/** Texts are compared in any case, as everywhere in a pipeline. */
function compared(sign: string, left: Written, right: Written): Written | string {
  const isNumber = ({ kind }: Written) => kind === 'number' || kind === 'integer';
  const isEquality = sign === '==' || sign === '!=';
  if (isNumber(left) && isNumber(right)) return boolean(`${left.text} ${sign} ${right.text}`);
  if (left.kind === 'boolean' && right.kind === 'boolean' && isEquality)
    return boolean(`${inBrackets(left)} ${sign} ${inBrackets(right)}`);
  if (left.kind === 'string' && right.kind === 'string') return boolean(`${lower(left)} ${sign} ${lower(right)}`);
  return 'Argo compares only values of one kind: numbers, texts, or true and false.';
}

function called(name: string, one: Written | undefined, other: Written | undefined): Written | string {
  const word = { contains: 'contains', startswith: 'startsWith', endswith: 'endsWith' }[name];
  if (word === undefined || one?.kind !== 'string' || other?.kind !== 'string')
    return `The function \`${name}\` has no counterpart in Argo, or not for these values.`;
  return boolean(`${lower(one)} ${word} ${lower(other)}`);
}

function lower({ text, constant }: Written): string {
  return typeof constant === 'string' ? quoted(constant.toLowerCase()) : `lower(${text})`;
}

function boolean(text: string): Written {
  return { text, kind: 'boolean', certain: true, atomic: false };
}

function literal(value: Json): Written {
  const kind =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? typeof value : 'other';
  const text = typeof value === 'string' ? quoted(value) : JSON.stringify(value);
  return { text, kind: kind as Written['kind'], certain: value !== null, atomic: true, constant: value };
}

function inBrackets({ text, atomic }: Written): string {
  return atomic ? text : `(${text})`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}
