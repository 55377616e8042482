import type { TaskStatus } from '../../pipeline/pipeline.ts';

/** Why a task is run although something is known of it from before. */
export type Cause =
  /** It was named, or all is run. */
  | { readonly kind: 'asked' }
  /** It did not succeed. */
  | { readonly kind: 'unsuccessful'; readonly status: TaskStatus }
  /** What it does is no longer the same; `what` names it: `run`, `params.threshold 0.9 → 0.8`, `env REGION`. */
  | { readonly kind: 'changed'; readonly what: string }
  /** That run did not have it. */
  | { readonly kind: 'new' }
  /** A file that it made is no longer there. */
  | { readonly kind: 'gone'; readonly output: string; readonly path: string }
  /** A file that it reads is not as it was; `what` says in which way: `has changed`, `is gone`, `is new`. */
  | { readonly kind: 'input'; readonly path: string; readonly what: string }
  /** A script that it names was edited. */
  | { readonly kind: 'script'; readonly path: string }
  /** Something above it, or a member of it, is run. */
  | { readonly kind: 'above'; readonly task: string }
  /** It was not needed then: whether it is now is decided again. */
  | { readonly kind: 'skipped' };

/** The cause as a part of a sentence about the task: `run changed`, `its need load will run`. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'asked':
      return 'asked for';
    case 'unsuccessful':
      return `${cause.status === 'pending' ? 'did not run' : cause.status.replaceAll('_', ' ')} before`;
    case 'changed':
      return cause.what.includes(' → ') ? cause.what : `${cause.what} changed`;
    case 'new':
      return 'that run did not have it';
    case 'gone':
      return `its output ${cause.output} is gone: ${cause.path}`;
    case 'input':
      return `its input ${cause.path} ${cause.what}`;
    case 'script':
      return `its script ${cause.path} has changed`;
    case 'above':
      return `${cause.task} will run`;
    case 'skipped':
      return 'was skipped: it is decided again';
    default:
      return cause satisfies never;
  }
}
