/**
 * Work in small steps: it yields nothing to let others have a turn, or a promise to wait for. So one text of a walk or a
 * look-up serves both who needs the answer at once and who must not be held up.
 */
export type Steps<T> = Generator<Promise<unknown> | undefined, T, void>;

/** Takes the steps: answers at once when they are few and wait for nothing, else later, with turns for others in between. Rejects when `signal` aborts. */
export function take<T>(steps: Steps<T>, signal?: AbortSignal): T | Promise<T> {
  for (let count = 0; count < stepsAtOnce; count++) {
    const step = steps.next();
    if (step.done) return step.value;
    if (step.value) return takeRest(steps, step.value, signal);
  }
  return takeRest(steps, undefined, signal);
}

/** Takes all steps now, whatever time they need. They must wait for nothing. */
export function takeAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (step.value) throw new TypeError('A step that waits cannot be taken at once.');
  }
}

async function takeRest<T>(steps: Steps<T>, wait: Promise<unknown> | undefined, signal?: AbortSignal): Promise<T> {
  let waiting = wait;
  for (;;) {
    try {
      await (waiting ?? turn());
      signal?.throwIfAborted();
    } catch (error) {
      const step = steps.throw(error);
      if (step.done) return step.value;
      waiting = step.value;
      continue;
    }
    const answer = takeSome(steps);
    if ('value' in answer) return answer.value;
    waiting = answer.wait;
  }
}

function takeSome<T>(steps: Steps<T>): { readonly value: T } | { readonly wait: Promise<unknown> | undefined } {
  for (let count = 0; count < stepsAtOnce; count++) {
    const step = steps.next();
    if (step.done) return { value: step.value };
    if (step.value) return { wait: step.value };
  }
  return { wait: undefined };
}

/** About a millisecond of the work that is done here. */
const stepsAtOnce = 64;

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}
