import type { ExportAnswer } from './export-answer.ts';

/** What `dagwright import --format json` prints: the pipeline, and what is lost at its place in the other file. */
export interface ImportAnswer {
  readonly text: string;
  readonly losses: readonly Pick<ExportAnswer['losses'][number], 'message' | 'range'>[];
}

/** Reads what the command line answered; nothing for a complaint. */
export function importAnswer(text: string): ImportAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'losses' in answer ? (answer as ImportAnswer) : undefined;
  } catch {
    return undefined;
  }
}
