import type { Analysis } from '../../pipeline/analyse.ts';
import { MissingFiles } from '../../pipeline/missing-files.ts';
import type { Problem } from '../../pipeline/problem.ts';
import { checkTriggerFiles } from '../../pipeline/uses/check-trigger-files.ts';
import { checkUses } from '../../pipeline/uses/check-uses.ts';
import { hasUses } from '../../pipeline/uses/uses-of.ts';
import type { Workspace } from './workspace.ts';

/** The problems of a document that only the files around it tell; found again when the text or the files have changed. */
export class FileProblems {
  readonly #workspace: Workspace;
  readonly #uri: string;
  readonly #missing: MissingFiles | undefined;
  #generation = -1;
  #before: { readonly analysis: Analysis; readonly problems: readonly Problem[] } | undefined;

  constructor(uri: string, workspace: Workspace) {
    this.#workspace = workspace;
    this.#uri = uri;
    const files = workspace.filesAround(uri);
    this.#missing = files && new MissingFiles(files);
  }

  /** All problems of a document, in the order of its text. */
  with(analysis: Analysis): readonly Problem[] {
    const { generation } = this.#workspace;
    if (generation !== this.#generation) {
      this.#missing?.forget();
      this.#before = undefined;
      this.#generation = generation;
    }
    if (this.#before?.analysis === analysis) return this.#before.problems;
    const added = [...(this.#missing?.problems(analysis) ?? []), ...this.#ofUses(analysis)];
    const problems = added.length === 0 ? analysis.problems : inOrder([...analysis.problems, ...added]);
    this.#before = { analysis, problems };
    return problems;
  }

  #ofUses(analysis: Analysis): readonly Problem[] {
    const path = this.#workspace.disk?.pathOf(this.#uri);
    if (path === undefined) return [];
    const ofTriggers = checkTriggerFiles(analysis, path, this.#workspace);
    return hasUses(analysis) ? [...checkUses(analysis, path, this.#workspace), ...ofTriggers] : ofTriggers;
  }
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
}
