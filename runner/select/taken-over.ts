import type { Json } from '../../pipeline/pipeline.ts';

/** A success of the run `run`, which did the work, to stand in a new run. A group that is taken over has all its members taken over too. */
export interface TakenOver {
  readonly run: string;
  readonly outputs?: Readonly<Record<string, Json>>;
}
