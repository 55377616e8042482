/** What a person asked for cannot be done: a sentence that says what, where and what to do about it. Caught at the door of the program. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: number;

  constructor(message: string, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What the system says went wrong, in words: `no such file or directory`, without the code and the path. */
export function systemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /^[A-Z][A-Z0-9]+: (.+?)(?:, [a-z]+(?: |$).*)?$/s.exec(error.message)?.[1] ?? error.message;
}
