import type { AttemptInputs } from './attempt-inputs.ts';
import type { Durations } from './history/durations.ts';
import type { Machine } from './limits/machine.ts';
import type { RunState } from './run-state.ts';
import type { Scopes } from './scopes.ts';
import type { SecretValues } from './secrets/secret-values.ts';
import type { TaskExpressions } from './task-expressions.ts';

/** Where a run is and what its tasks share. */
export interface Workplace {
  /** The run's folder. */
  readonly run: string;
  readonly state: RunState;
  readonly expressions: TaskExpressions;
  /** The files that its tasks are written in. */
  readonly scopes: Scopes;
  /** What they are given of their needs. */
  readonly inputs: AttemptInputs;
  readonly secrets?: SecretValues;
  /** What the tasks share, where it is limited. */
  readonly machine?: Machine;
  /** How long they took before, where that was looked up. */
  readonly durations?: Durations;
  /** Variables of an attempt by which what it sends outside hangs together with what is told of it there. */
  readonly outsideVariables?: (task: string, attempt: number) => Readonly<Record<string, string>>;
}
