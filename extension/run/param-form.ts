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
    const valid = before !== undefined && complaintAbout(param, before) === undefined;
    const choices = choicesOf(param)?.map(String);
    const value = valid ? before : String(param.default ?? choices?.[0] ?? '');
    return { name, prompt: promptOf(param), value, ...(choices ? { choices } : {}) };
  });
}

/** Why a typed text is no value of the param, as a sentence; `undefined` when it is one. */
export function complaintAbout(param: Param, text: string): string | undefined {
  const choices = choicesOf(param);
  if (choices) return choices.map(String).includes(text) ? undefined : `It must be one of ${choices.join(', ')}.`;
  if (param.type === 'string') return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (param.type === 'integer' && !Number.isSafeInteger(value)) return 'It must be a whole number.';
  if (!Number.isFinite(value)) return 'It must be a number.';
  if (param.minimum !== undefined && value < param.minimum) return `It must be at least ${param.minimum}.`;
  if (param.maximum !== undefined && value > param.maximum) return `It must be at most ${param.maximum}.`;
  return undefined;
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
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(param.default === undefined ? [] : [`default ${param.default}`]),
  ];
  return `${description ? `${description} ` : ''}(${[type, ...bounds].join(', ')})`;
}
