import type { Container, Json, Output } from '../../pipeline/pipeline.ts';
import type { AttemptCommand } from '../processes/processes.ts';

/** All that the result of a task depends on, with every expression filled in. */
export interface CacheSubject {
  /** Its full name in the run. */
  readonly task: string;
  /** What the pipeline is called. */
  readonly pipeline: string;
  /** Absolute path of the file that the task is written in. */
  readonly file: string;
  readonly action: AttemptCommand['action'];
  /** The text of the action as the file has it; empty when it holds no expressions. */
  readonly template: string;
  readonly workingDirectory: string;
  /** What it runs in. */
  readonly container?: Container;
  /** What the file declares, of the pipeline and of the task. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables whose values must not be kept in any readable form: what comes from files with variables. */
  readonly hiddenEnv: Readonly<Record<string, string>>;
  /** The values of its secrets, by their names. The result does not depend on them, but nothing that holds one is kept. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Globs, relative to the file's folder. */
  readonly inputs: readonly string[];
  readonly outputs: Readonly<Record<string, Output>>;
  /** What each need gave, by its name. */
  readonly needs: Readonly<Record<string, NeedOutputs>>;
  /** The expressions of the task with their values, for telling what has changed. Worked out only when that is told. */
  readonly expressions: () => Readonly<Record<string, Json>>;
}

/** What a need gave; `files` are the names of those outputs that are paths, whose content counts. */
export interface NeedOutputs {
  readonly values: Readonly<Record<string, Json>>;
  readonly files: readonly string[];
}
