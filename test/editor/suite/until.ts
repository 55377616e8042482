/** For what never comes: what comes may come late on a machine that does much else. */
const patienceMs = 90_000;

/** Answers with the first value of `look` that is something, looking again and again. Throws when none comes. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | PromiseLike<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}

/** Does something until `look` finds something: what the editor knows of a run comes a moment after it is so. Only for what may be done twice. */
export async function untilAfter<T>(
  what: string,
  act: () => PromiseLike<unknown>,
  look: () => T | undefined | false | PromiseLike<T | undefined | false>,
): Promise<T> {
  let againAt = 0;
  let failure: unknown;
  return until(what, async () => {
    if (failure !== undefined) throw failure;
    if (Date.now() >= againAt) {
      againAt = Date.now() + againMs;
      // It may wait for an answer that nobody gives.
      act().then(undefined, error => {
        failure = error;
      });
    }
    return look();
  });
}

const againMs = 5000;
