import * as vscode from 'vscode';
import { type Analysis, analyse, reanalyse } from '../../pipeline/analyse.ts';
import { lineAndColumn, lineIndex } from '../../pipeline/line-index.ts';
import { taskNameAt } from '../../pipeline/task-at.ts';
import { differenceOf } from './text-difference.ts';

interface Known {
  readonly version: number;
  readonly analysis: Analysis;
  lines?: ReadonlyMap<string, number>;
}

/** What the open pipeline texts say, also unsaved: analysed when it is asked for, once for each version. */
export class PipelineDocuments {
  readonly #known = new WeakMap<vscode.TextDocument, Known>();

  analysisOf(document: vscode.TextDocument): Analysis {
    return this.#of(document).analysis;
  }

  /** The line of each task's name, from 0. */
  taskLines(document: vscode.TextDocument): ReadonlyMap<string, number> {
    const known = this.#of(document);
    known.lines ??= taskLinesOf(known.analysis);
    return known.lines;
  }

  /** The task at the cursor of the editor in front, if it shows this text. */
  taskAtCursor(document: vscode.TextDocument): string | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document !== document) return undefined;
    return taskNameAt(this.analysisOf(document).syntax, document.offsetAt(editor.selection.active));
  }

  #of(document: vscode.TextDocument): Known {
    const before = this.#known.get(document);
    if (before?.version === document.version) return before;
    const text = document.getText();
    const edit = before && differenceOf(before.analysis.text, text);
    const analysis = before ? (edit ? reanalyse(before.analysis, edit) : before.analysis) : analyse(text);
    const known = { version: document.version, analysis };
    this.#known.set(document, known);
    return known;
  }
}

function taskLinesOf(analysis: Analysis): ReadonlyMap<string, number> {
  const index = lineIndex(analysis.text);
  const lines = new Map<string, number>();
  for (const [name, { start, block }] of analysis.syntax.tasksByName) {
    lines.set(name, lineAndColumn(index, start + block.name.range.start).line);
  }
  return lines;
}
