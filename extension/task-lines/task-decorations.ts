import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ShownStatus } from '../../runner/run-directory/shown-status.ts';
import type { TaskState } from '../../runner/run-state.ts';
import { isPipeline } from '../pipeline-language.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { FailureTexts } from '../run-problems/failure-texts.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { type TaskMark, taskMarks, tickingStatuses } from './task-marks.ts';

type Types = ReadonlyMap<ShownStatus, vscode.TextEditorDecorationType>;

/** Shows beside the name of each task how it stands in the newest run of its file, in every visible text. */
export function registerTaskDecorations(
  context: vscode.ExtensionContext,
  store: RunStore,
  documents: PipelineDocuments,
  texts: FailureTexts,
): vscode.Disposable {
  const types = decorationTypes(context.extensionUri);
  const marked = new MarkedEditors(types, { store, documents, texts });
  let drawing: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  const draw = () => {
    drawing = undefined;
    clearTimeout(ticking);
    ticking = marked.draw() ? setTimeout(draw, 1000) : undefined;
  };
  const drawSoon = () => {
    drawing ??= setTimeout(draw, 50);
  };
  const following = store.onDidChange(drawSoon);
  const reading = texts.onDidRead(drawSoon);
  drawSoon();
  return vscode.Disposable.from(
    ...types.values(),
    vscode.window.onDidChangeVisibleTextEditors(drawSoon),
    vscode.workspace.onDidChangeTextDocument(({ document }) => isPipeline(document) && drawSoon()),
    {
      dispose: () => {
        following[Symbol.dispose]();
        reading[Symbol.dispose]();
        clearTimeout(drawing);
        clearTimeout(ticking);
      },
    },
  );
}

interface MarkParts {
  readonly store: RunStore;
  readonly documents: PipelineDocuments;
  readonly texts: FailureTexts;
}

class MarkedEditors {
  readonly #types: Types;
  readonly #parts: MarkParts;
  readonly #drawn = new WeakMap<vscode.TextEditor, Map<ShownStatus, string>>();

  constructor(types: Types, parts: MarkParts) {
    this.#types = types;
    this.#parts = parts;
  }

  /** Brings every visible text up to date; answers whether what was drawn changes with time. */
  draw(): boolean {
    let ticks = false;
    for (const editor of vscode.window.visibleTextEditors) {
      if (isPipeline(editor.document) && this.#drawEditor(editor)) ticks = true;
    }
    return ticks;
  }

  #drawEditor(editor: vscode.TextEditor): boolean {
    const { document } = editor;
    const file = document.uri.scheme === 'file' ? document.uri.fsPath : undefined;
    const { store, documents, texts } = this.#parts;
    const state = file === undefined ? undefined : store.newestStateOf(file);
    const folder = file === undefined ? undefined : store.newestOf(file)?.folder;
    const drawn = this.#drawn.get(editor) ?? new Map<ShownStatus, string>();
    if (!state && drawn.size === 0) return false;
    this.#drawn.set(editor, drawn);
    const lastLine = (task: TaskState) => (folder && state ? texts.of(folder, state, task)?.line : undefined);
    const marks = state ? taskMarks(documents.taskLines(document), state, Date.now(), lastLine) : new Map();
    for (const [status, type] of this.#types) {
      const ofStatus: readonly TaskMark[] = marks.get(status) ?? [];
      const key = ofStatus.length === 0 ? '' : JSON.stringify([folder, document.version, ofStatus]);
      if ((drawn.get(status) ?? '') === key) continue;
      drawn.set(status, key);
      editor.setDecorations(
        type,
        ofStatus.map(mark => decoration(document, mark, status, folder)),
      );
    }
    return tickingStatuses.some(status => marks.has(status));
  }
}

function decoration(
  document: vscode.TextDocument,
  mark: TaskMark,
  status: ShownStatus,
  folder: string | undefined,
): vscode.DecorationOptions {
  const end = document.lineAt(Math.min(mark.line, document.lineCount - 1)).range.end;
  return {
    range: new vscode.Range(end, end),
    hoverMessage: hover(mark, status, folder),
    renderOptions: { after: { contentText: mark.text.replace(/\s+/g, ' ').slice(0, 160) } },
  };
}

function hover(mark: TaskMark, status: ShownStatus, folder: string | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString().appendText(`${mark.task}: ${mark.text}`);
  if (status !== 'queued' && status !== 'skipped' && status !== 'upstream_failed') {
    const argument = encodeURIComponent(JSON.stringify([{ folder, task: mark.task }]));
    text.appendMarkdown(`\n\n[${t`Show Output`}](command:dagwright.showTaskOutput?${argument})`);
    text.isTrusted = { enabledCommands: ['dagwright.showTaskOutput'] };
  }
  return text;
}

function decorationTypes(extension: vscode.Uri): Types {
  return new Map(marked.map(status => [status, decorationType(extension, status)]));
}

const marked: readonly ShownStatus[] = [
  ...(['queued', 'running', 'retrying', 'success', 'failed'] as const),
  ...(['skipped', 'upstream_failed', 'cancelled', 'interrupted'] as const),
];

function decorationType(extension: vscode.Uri, status: ShownStatus): vscode.TextEditorDecorationType {
  const color = colours[status];
  return vscode.window.createTextEditorDecorationType({
    gutterIconPath: vscode.Uri.joinPath(extension, 'media', 'status', `${status}.svg`),
    gutterIconSize: 'contain',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: {
      margin: '0 0 0 2em',
      fontStyle: 'italic',
      color: new vscode.ThemeColor(color ?? 'editorCodeLens.foreground'),
    },
    ...(color ? { overviewRulerColor: new vscode.ThemeColor(color) } : {}),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
}

const colours: Partial<Record<ShownStatus, string>> = {
  running: 'charts.blue',
  retrying: 'charts.yellow',
  failed: 'errorForeground',
};
