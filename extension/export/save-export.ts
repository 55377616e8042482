/** What saving asks people; each may be left unanswered. */
export interface SaveQuestions {
  /** Where to: beside the pipeline, or into another folder. */
  readonly where: () => PromiseLike<'here' | 'elsewhere' | undefined>;
  /** The path of a folder. */
  readonly folder: () => PromiseLike<string | undefined>;
  /** Whether to replace what stands there, as `complaint` tells. */
  readonly replace: (complaint: string) => PromiseLike<boolean>;
}

/** How it ended: the paths that were written, a complaint, or nothing when somebody thought better of it. */
export type SaveEnd = { readonly written: readonly string[] } | { readonly complaint: string } | undefined;

/** Writes an export where people want it; `command` asks the command line for the export with more words, and answers what that prints. */
export async function saveExport(
  command: (...more: readonly string[]) => Promise<string>,
  questions: SaveQuestions,
): Promise<SaveEnd> {
  const where = await questions.where();
  if (where === undefined) return undefined;
  const folder = where === 'elsewhere' ? await questions.folder() : undefined;
  if (where === 'elsewhere' && folder === undefined) return undefined;
  const words = folder === undefined ? [] : ['--out', folder];
  const end = endOf(await command(...words));
  if (!('complaint' in end) || !end.complaint.includes('--force')) return end;
  return (await questions.replace(end.complaint)) ? endOf(await command(...words, '--force')) : undefined;
}

/** The command line prints the paths that it wrote; a complaint stands last, behind what is lost. */
function endOf(printed: string): Exclude<SaveEnd, undefined> {
  const lines = printed.trim().split('\n');
  const [, complaint] = /^error: (.*)$/.exec(lines.at(-1) ?? '') ?? [];
  return complaint === undefined ? { written: lines } : { complaint };
}
