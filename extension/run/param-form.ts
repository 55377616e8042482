import { t } from '@vscode/l10n';
import { paramValueOf } from '../../pipeline/param-values.ts';
import type { Param, ParamValue } from '../../pipeline/pipeline.ts';

/** One question of the form that asks for the params of a run. Values are text, as the command line takes them. */
export interface ParamQuestion {
  readonly name: string;
  readonly prompt: string;
  /** What is there before anything is typed. */
  readonly value: string;
  /** The values to choose from; absent: any text that is valid. */
  readonly choices?: readonly string[];
}

/** The questions for the params of a pipeline; `last` holds what was answered the time before and wins over the defaults while it is valid. */
export function paramQuestions(
  params: Readonly<Record<string, Param>>,
  last: Readonly<Record<string, string>>,
): readonly ParamQuestion[] {
  return Object.entries(params).map(([name, param]) => {
    const before = last[name];
    const valid = before !== undefined && complaintAbout(name, param, before) === undefined;
    const choices = choicesOf(param)?.map(String);
    const value = valid ? before : String(param.default ?? choices?.[0] ?? '');
    return { name, prompt: promptOf(param), value, ...(choices ? { choices } : {}) };
  });
}

/** Why a typed text is no value of the param, as a sentence; `undefined` when it is one. */
export function complaintAbout(name: string, param: Param, text: string): string | undefined {
  const taken = paramValueOf(name, param, text);
  return 'message' in taken ? taken.message : undefined;
}

/** Whether a run cannot start before somebody has given a value. */
export function needsAnswers(params: Readonly<Record<string, Param>>): boolean {
  return Object.values(params).some(param => param.default === undefined);
}

function choicesOf(param: Param): readonly ParamValue[] | undefined {
  return param.enum ?? (param.type === 'boolean' ? [true, false] : undefined);
}

function promptOf(param: Param): string {
  const { type, description, minimum, maximum } = param;
  const bounds = [
    ...(minimum === undefined ? [] : [t`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [t`at most ${maximum}`]),
    ...(param.default === undefined ? [] : [t`default ${param.default}`]),
  ];
  return `${description ? `${description} ` : ''}(${[type, ...bounds].join(', ')})`;
}
