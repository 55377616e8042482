import { hash } from 'node:crypto';
import type { Json } from '../../pipeline/pipeline.ts';

/** What a task's result depends on, part by part. Long texts stand as their hashes. */
export interface FingerprintParts {
  readonly version: number;
  /** What it is and does: `task`, `pipeline`, `folder`, `template`, `action`, `shell`, `workingDirectory`, `outputs`. */
  readonly does: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Salted hashes of values that must not be kept. */
  readonly hiddenEnv: Readonly<Record<string, string>>;
  /** Digests by path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** By `need.output`: the value as JSON, or the digest of the file. */
  readonly needs: Readonly<Record<string, string>>;
}

/** As it is kept: with what the expressions were, so that a change can be told by their names. */
export interface KeptParts extends FingerprintParts {
  readonly expressions: Readonly<Record<string, Json>>;
}

/** Changes when other things are looked at, or in another way: then what was kept before does not count. */
export const fingerprintVersion = 3;

/** A text as it stands in a part: itself when it is short, else its hash. */
export function asPart(text: string): string {
  return text.length <= 200 ? text : `sha256:${hash('sha256', text)}`;
}

/**
 * What makes two fingerprints of a task differ, a part of a sentence each, the likeliest cause first: `params.region was "eu", is
 * "us"`, `data/raw.csv has changed`. Empty when nothing does.
 */
export function compareFingerprints(before: KeptParts, now: KeptParts): readonly string[] {
  if (before.version !== now.version) return ['this version of Dagwright looks at other things'];
  const expressions = expressionChanges(before.expressions, now.expressions);
  return [
    ...expressions,
    ...doesChanges(before, now, expressions.length > 0),
    ...changes(before.env, now.env).map(change => `the variable ${valueText(change)}`),
    ...changes(before.hiddenEnv, now.hiddenEnv).map(change => `the variable ${plainText(change)}`),
    ...changes(before.inputs, now.inputs).map(plainText),
    ...changes(before.needs, now.needs).map(needText),
  ];
}

interface Change {
  readonly name: string;
  readonly before: string | undefined;
  readonly now: string | undefined;
}

function changes(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): readonly Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Array.from(names, name => ({ name, before: own(before, name), now: own(now, name) })).filter(
    change => change.before !== change.now,
  );
}

function own<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Outputs of needs are told of by themselves. */
function expressionChanges(
  before: Readonly<Record<string, Json>>,
  now: Readonly<Record<string, Json>>,
): readonly string[] {
  return Object.keys(now)
    .filter(text => Object.hasOwn(before, text) && !/^tasks\./.test(text))
    .map(text => ({ name: text, before: JSON.stringify(before[text]), now: JSON.stringify(now[text]) }))
    .filter(change => change.before !== change.now)
    .map(valueText);
}

/** A script that differs only by the values of its expressions, which are told of by themselves, was not edited. */
function doesChanges(before: KeptParts, now: KeptParts, isExplained: boolean): readonly string[] {
  const isFilled = own(now.does, 'template') !== '' && before.does.template === now.does.template;
  const isSame = isFilled && (isExplained || hasValueChange(before, now));
  const found = changes(before.does, now.does).filter(({ name }) => name !== 'action' || !isSame);
  return [...new Set(found.map(({ name }) => `its ${words.get(name) ?? name} has changed`))];
}

function hasValueChange(before: KeptParts, now: KeptParts): boolean {
  return changes(before.needs, now.needs).length + changes(before.env, now.env).length > 0;
}

const words: ReadonlyMap<string, string> = new Map([
  ['template', 'script'],
  ['action', 'script'],
  ['task', 'name'],
  ['pipeline', "pipeline's name"],
  ['workingDirectory', 'working directory'],
  ['outputs', 'list of outputs'],
]);

function valueText({ name, before, now }: Change): string {
  if (before === undefined) return `${name} is new`;
  if (now === undefined) return `${name} is gone`;
  const isLong = before.startsWith('sha256:') || now.startsWith('sha256:') || before.length + now.length > 100;
  return isLong ? `${name} has changed` : `${name} was ${before}, is ${now}`;
}

function plainText({ name, before, now }: Change): string {
  if (before === undefined) return `${name} is new`;
  return now === undefined ? `${name} is gone` : `${name} has changed`;
}

function needText(change: Change): string {
  const isFile = [change.before, change.now].some(text => text?.startsWith('file:'));
  return isFile ? plainText(change) : valueText(change);
}
