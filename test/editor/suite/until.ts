/** Answers with the first value of `look` that is something, looking again and again. Throws when none comes in 20 seconds. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | PromiseLike<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`Waited 20 s in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}
