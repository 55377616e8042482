import type { Task } from '../../pipeline/pipeline.ts';
import type { EndStatus, Reason } from '../event.ts';
import type { Grant } from './admission.ts';

/** What the run shall do next. Each but `look_up` and `stop` becomes true only when the scheduler hears the event of it. */
export type Decision =
  /** An earlier run may have given its results: until the scheduler hears of its end or is told that it was `missed`, it waits. */
  | { readonly kind: 'look_up'; readonly task: Task }
  | { readonly kind: 'queue'; readonly task: Task }
  | ({ readonly kind: 'start'; readonly task: Task; readonly attempt: number } & Grant)
  /** The members of the group may start; when it cannot be opened, it has failed. */
  | { readonly kind: 'open'; readonly task: Task }
  /** `isOpened`: it is a group whose members have ended. */
  | {
      readonly kind: 'end';
      readonly task: Task;
      readonly status: EndStatus;
      readonly reason?: Reason;
      readonly isOpened?: true;
    }
  /** It ends as the success that it was in another run. */
  | { readonly kind: 'take_over'; readonly task: Task }
  /** What runs of it is to be stopped; it is said once. */
  | { readonly kind: 'stop'; readonly task: Task }
  /** A failure is to cancel the run, or the group `task`. */
  | { readonly kind: 'cancel'; readonly by: 'fail_fast'; readonly task?: Task }
  | { readonly kind: 'finish'; readonly status: 'success' | 'failed' | 'cancelled' };
