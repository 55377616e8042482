/** Knows which refusals of files are told: one that comes each minute is told once, until a run of its file begins again. */
export class NewRefusals {
  readonly #told = new Map<string, string>();

  /** Those that are new, by their files, of how all files stand now. */
  of(refusals: Iterable<readonly [file: string, refusal: string | undefined]>): readonly (readonly [string, string])[] {
    return [...refusals].flatMap(([file, refusal]) => {
      if (refusal === undefined) this.#told.delete(file);
      if (refusal === undefined || this.#told.get(file) === refusal) return [];
      this.#told.set(file, refusal);
      return [[file, refusal] as const];
    });
  }
}
