import { t } from '@vscode/l10n';
import type { RunWishes } from '../run/run-arguments.ts';

/** What a task in `tasks.json` says about a pipeline. */
export interface PipelineTaskDefinition {
  readonly type: string;
  /** The pipeline file: absolute, or relative to the workspace folder. */
  readonly file: string;
  /** A task of it; absent: all of it. */
  readonly task?: string;
  readonly with?: 'upstream' | 'downstream' | 'only';
  readonly params?: Readonly<Record<string, string | number | boolean>>;
}

/** The type of these tasks in `tasks.json`. */
export const taskType = 'dagwright';

/** What a definition says, or a sentence on what is wrong with it. `tasks.json` may hold anything. */
export function wishesOf(definition: object): { readonly file: string; readonly wishes: RunWishes } | string {
  const { file, task, with: reach, params } = definition as Record<string, unknown>;
  if (typeof file !== 'string' || file === '') return t`The task says no "file": the pipeline that it runs.`;
  if (task !== undefined && typeof task !== 'string') return '"task" must be the name of a task of the pipeline.';
  if (!isReach(reach)) return '"with" must be "upstream", "downstream" or "only".';
  const values = paramTexts(params);
  if (values === undefined) return '"params" must be a map of names and values.';
  const part =
    task === undefined ? {} : { request: { kind: 'run', part: { task, with: reach ?? 'upstream' } } as const };
  return { file, wishes: { params: values, ...part } };
}

function isReach(value: unknown): value is 'upstream' | 'downstream' | 'only' | undefined {
  return value === undefined || value === 'upstream' || value === 'downstream' || value === 'only';
}

function paramTexts(params: unknown): Readonly<Record<string, string>> | undefined {
  if (params === undefined) return {};
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return undefined;
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}
