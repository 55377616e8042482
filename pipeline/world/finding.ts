import type { Guard } from '../expressions/guards.ts';
import type { Cycle } from './cycles.ts';

/**
 * What is wrong between tasks, by positions only: it stays true when the text around moves. `need`, `read`, `write`
 * and `other…` are ranks in the facts of the task.
 */
export type Finding =
  | { readonly kind: 'duplicate'; readonly task: number; readonly first: number }
  | { readonly kind: 'unknown-need'; readonly task: number; readonly need: number; readonly near?: string }
  | { readonly kind: 'cycle'; readonly task: number; readonly cycle: Cycle }
  | { readonly kind: 'redundant'; readonly task: number; readonly need: number; readonly via: number }
  | { readonly kind: 'repeated-need'; readonly task: number; readonly need: number }
  | {
      readonly kind: 'missing-needs';
      readonly task: number;
      readonly read: number;
      readonly writer: number;
      readonly wouldCycle: boolean;
    }
  | {
      readonly kind: 'conflict';
      readonly task: number;
      readonly write: number;
      readonly other: number;
      readonly otherWrite: number;
    }
  | { readonly kind: 'unreachable'; readonly task: number; readonly need: number }
  /** The needs `need` and `other` never succeed together: one asks for `guard`, the other for `against`. */
  | {
      readonly kind: 'exclusive';
      readonly task: number;
      readonly need: number;
      readonly other: number;
      readonly guard: Guard;
      readonly against: Guard;
    }
  | { readonly kind: 'unknown-pool'; readonly task: number; readonly near?: string }
  | { readonly kind: 'indentation'; readonly task: number };
