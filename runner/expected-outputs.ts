import type { Output } from '../pipeline/pipeline.ts';

/** What an attempt is expected to give when it succeeds. */
export interface Expected {
  readonly outputs: Readonly<Record<string, Output>>;
  /** What the paths of outputs are relative to. */
  readonly base: string;
  /** What the paths of the attempt's files begin with. */
  readonly path: string;
}
