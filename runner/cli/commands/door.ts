/** What the commands need of the door. */
export interface Door {
  /** URL of the program's own file, by which it starts itself again. */
  readonly entry: string;
  done(exitCode: number): void;
}
