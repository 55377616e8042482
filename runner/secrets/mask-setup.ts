/** What the program that masks the output of attempts is told first, as JSON on a line of its standard input. */
export interface MaskSetup {
  /** The byte strings to mask, in base64. */
  readonly patterns: readonly string[];
  /** The folder of the logs. */
  readonly tasks: string;
  /** The folder of the pipes, one for each attempt, and of the one that names them. */
  readonly pipes: string;
}

/*
 * How an attempt's output is masked: its shell makes a pipe in the folder of the pipes, named like the attempt's files, and
 * writes that name into the pipe `attempts`. The masking program reads the attempt's pipe to its end and writes the log.
 * The runner has no part in this: when it is killed, what runs is still masked to its end.
 *
 * From the runner come lines: a name asks to answer with the same line when all that is in that pipe has been
 * written; `endLine` says that no more attempts come.
 */

/** The pipe that names the attempts. */
export const announcements = 'attempts';

/** The line by which the runner says that no more attempts come; no file of an attempt is named so. */
export const endLine = '/';
