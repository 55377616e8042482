import { toText } from '../../pipeline/expression.ts';
import type { Json, OutputType, Task } from '../../pipeline/pipeline.ts';
import type { Dialect, Written, WrittenKind } from '../expressions/expression-writer.ts';
import type { Meaning } from '../expressions/meaning.ts';
import { jinjaText, pythonValue } from './python-text.ts';

/** The names of the functions at the top of the file that expressions may use. */
export type JinjaHelper = 'text' | 'equal' | 'less' | 'output' | 'status' | 'run_date' | 'step' | ExpressionHelper;

type ExpressionHelper =
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'format_text'
  | 'join_text'
  | 'to_json'
  | 'from_json';

/** What the dialect is told about the place of a task in Airflow. */
export interface JinjaPlaces {
  readonly id: (task: Task) => string;
  readonly use: (helper: JinjaHelper) => void;
  /** Whether the reader starts only after `from` has succeeded. */
  readonly isCertain: (from: Task, reader: Task) => boolean;
}

/** Writes expressions for the templates of Airflow: Jinja, with functions that stand in the file itself. */
export function jinjaDialect(places: JinjaPlaces): Dialect {
  const helper = (name: JinjaHelper, args: readonly string[], kind: WrittenKind, certain: boolean): Written => {
    places.use(name);
    return { text: `${name}(${args.join(', ')})`, kind, certain, atomic: true };
  };
  return {
    literal,
    meaning: (meaning, reader, write) => meaningText(meaning, reader, write, places, helper),
    not: operand => truth(operand, inner => ({ text: `not ${inner}`, kind: 'boolean', certain: true, atomic: false })),
    compare: (operator, left, right) => compared(operator, left, right, helper),
    logical: (operator, operands) => logical(operator === '&&' ? 'and' : 'or', operands),
    call: (name, operands) => called(name, operands, helper),
    step: (value, index) => helper('step', [value.text, index.text], 'other', false),
    joined: parts => {
      const texts = parts.map(part => (typeof part === 'string' ? pythonValue(part, true) : asText(part, places)));
      return { text: texts.join(' ~ '), kind: 'string', certain: true, atomic: false };
    },
  };
}

function literal(value: Json): Written {
  const text = pythonValue(value, true);
  return { text, kind: kindOfValue(value), certain: value !== null, atomic: true, constant: value };
}

/** What stands in a template for a text with expressions. */
export function templateText(parts: readonly (string | Written)[], places: JinjaPlaces): string {
  const whole = (part: Written) =>
    part.constant === undefined ? `{{ ${asText(part, places)} }}` : jinjaText(toText(part.constant));
  return parts.map(part => (typeof part === 'string' ? jinjaText(part) : whole(part))).join('');
}

type Helper = (name: JinjaHelper, args: readonly string[], kind: WrittenKind, certain: boolean) => Written;

/** Numbers, truth values and what is not there are written otherwise in Python. */
function asText(written: Written, places: JinjaPlaces): string {
  if (written.certain && (written.kind === 'string' || written.kind === 'integer')) return inBrackets(written);
  places.use('text');
  return `${inBrackets(written)} | text`;
}

function inBrackets({ text, atomic }: Written): string {
  return atomic ? text : `(${text})`;
}

function meaningText(
  meaning: Meaning,
  reader: Task,
  write: (template: string, viewpoint: Task) => Written,
  places: JinjaPlaces,
  helper: Helper,
): Written | string {
  switch (meaning.kind) {
    case 'value':
      return literal(meaning.value);
    case 'param': {
      const { name, param } = meaning;
      return { text: `params[${pythonValue(name, true)}]`, kind: param.type, certain: true, atomic: true };
    }
    case 'template': {
      const written = write(meaning.template, meaning.viewpoint);
      if (!meaning.param || meaning.param.type === written.kind) return written;
      return meaning.param.type === 'string'
        ? helper('text', [written.text], 'string', true)
        : { ...written, kind: 'other' };
    }
    case 'item':
      return meaning.steps.reduce<Written>(
        (value, step) => helper('step', [value.text, pythonValue(step, true)], 'other', false),
        { text: 'task.item', kind: 'other', certain: false, atomic: true },
      );
    case 'output':
      return outputText(meaning, places.isCertain(meaning.from, reader), places, helper);
    case 'outputs': {
      const ids = meaning.from.foreach
        ? pythonValue(`${places.id(meaning.from)}[*]`, true)
        : pythonValue(meaning.members.map(places.id), true);
      return helper('output', [ids, pythonValue(meaning.name, true)], 'other', true);
    }
    case 'status':
      if (meaning.of.matrix || meaning.of.foreach || meaning.of.action.kind === 'pipeline') {
        return `Airflow has no state of \`${meaning.of.name}\` as a whole, which its status is asked for here.`;
      }
      return helper('status', [pythonValue(places.id(meaning.of), true)], 'string', true);
    case 'run':
      if (meaning.property === 'date') return helper('run_date', ['dag_run'], 'string', true);
      return { text: 'run_id', kind: 'string', certain: true, atomic: true };
    case 'matrix':
      return 'The values of a matrix are known to its instances only.';
    case 'unknown':
      return meaning.message;
    default:
      return meaning satisfies never;
  }
}

function outputText(
  meaning: Extract<Meaning, { kind: 'output' }>,
  isCertain: boolean,
  places: JinjaPlaces,
  helper: Helper,
): Written {
  const { output, from, name, steps } = meaning;
  const kind = 'path' in output ? 'string' : kindOfType(output.type);
  const args = [pythonValue(places.id(from), true), pythonValue(name, true)];
  return steps.reduce(
    (value, step) => helper('step', [value.text, pythonValue(step, true)], 'other', false),
    helper('output', args, kind, isCertain && kind !== 'other'),
  );
}

/** Where both sides are surely numbers, or truth values, Python compares as expressions do. */
function compared(operator: string, left: Written, right: Written, helper: Helper): Written {
  const isNumber = ({ kind, certain }: Written) => certain && (kind === 'number' || kind === 'integer');
  const isPlain =
    (isNumber(left) && isNumber(right)) ||
    (left.kind === 'boolean' && right.kind === 'boolean' && left.certain && right.certain);
  const boolean = (text: string): Written => ({ text, kind: 'boolean', certain: true, atomic: false });
  if (isPlain) return boolean(`${inBrackets(left)} ${operator} ${inBrackets(right)}`);
  const pair = [left.text, right.text];
  const flipped = [right.text, left.text];
  switch (operator) {
    case '==':
      return helper('equal', pair, 'boolean', true);
    case '!=':
      return boolean(`not ${helper('equal', pair, 'boolean', true).text}`);
    case '<':
      return helper('less', pair, 'boolean', true);
    case '>':
      return helper('less', flipped, 'boolean', true);
    case '<=':
      return boolean(`${helper('less', pair, 'boolean', true).text} or ${helper('equal', pair, 'boolean', true).text}`);
    default:
      return boolean(
        `${helper('less', flipped, 'boolean', true).text} or ${helper('equal', pair, 'boolean', true).text}`,
      );
  }
}

/** Python takes an empty list for false; expressions do not. */
function truth(operand: Written, then: (text: string) => Written): Written | string {
  if (operand.kind !== 'other') return then(inBrackets(operand));
  return 'In Airflow an empty list counts as false, which it does not here: compare the value with something.';
}

function logical(word: 'and' | 'or', operands: readonly Written[]): Written | string {
  const doubtful = operands.map(operand => truth(operand, () => operand)).find(found => typeof found === 'string');
  if (typeof doubtful === 'string') return doubtful;
  const [first] = operands;
  const isSame = operands.every(({ kind }) => kind === first?.kind);
  const text = operands.map(inBrackets).join(` ${word} `);
  return {
    text,
    kind: isSame && first ? first.kind : 'other',
    certain: operands.every(({ certain }) => certain),
    atomic: false,
  };
}

function called(name: string, operands: readonly Written[], helper: Helper): Written | string {
  const args = operands.map(({ text }) => text);
  switch (name) {
    case 'contains':
      return helper('contains', args, 'boolean', true);
    case 'startswith':
      return helper('starts_with', args, 'boolean', true);
    case 'endswith':
      return helper('ends_with', args, 'boolean', true);
    case 'format':
      return helper('format_text', args, 'string', true);
    case 'join':
      return helper('join_text', args, 'string', true);
    case 'tojson':
      return helper('to_json', args, 'string', true);
    case 'fromjson':
      return helper('from_json', args, 'other', false);
    default:
      return `The function \`${name}\` has no counterpart in Airflow.`;
  }
}

function kindOfType(type: OutputType): WrittenKind {
  return type === 'json' ? 'other' : type;
}

function kindOfValue(value: Json): WrittenKind {
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value === 'object' ? 'other' : (typeof value as 'string' | 'boolean');
}
