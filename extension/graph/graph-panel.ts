import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { withoutInstances } from '../../pipeline/unroll/graph-instances.ts';
import { lookInside } from '../../pipeline/uses/look-inside.ts';
import { documentOf, isOpen } from './document-of.ts';
import { GraphFeed } from './graph-feed.ts';
import { innerPlace } from './inner-place.ts';
import type { FromGraph, ShownStatus, ToGraph } from './messages.ts';
import { nextRun } from './next-run.ts';
import { optionsOf, pageInPanel } from './page-in-panel.ts';
import { postWhileOpen } from './post-while-open.ts';
import type { NextRun, RunFacts, RunTimes } from './run-facts.ts';
import { type PrintGraph, saveGraph } from './save-graph.ts';
import { showPlace } from './show-place.ts';
import { type ClosedText, successorOf } from './successor.ts';
import { TimeFeed } from './time-feed.ts';
import { UsedDocuments } from './used-documents.ts';

/** What VS Code calls these panels, also when it brings them back after a reload. */
export const graphViewType = 'dagwright.graph';

/** Long enough that a word typed fast is one drawing, too short to be seen. */
const quietMs = 80;

/** The graph of one pipeline file in one panel, until the panel is closed. */
export class GraphPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #post: (message: ToGraph) => void;
  readonly #uri: vscode.Uri;
  readonly #feed: GraphFeed;
  readonly #time: TimeFeed;
  readonly #used = new UsedDocuments();
  readonly #facts: RunFacts | undefined;
  readonly #print: PrintGraph | undefined;
  readonly #followed: (uri: vscode.Uri) => void;
  readonly #subscriptions: vscode.Disposable[] = [];
  /** The last text that was not empty: VS Code empties an untitled one before it closes it. */
  #lastText = '';
  /** An untitled text that was closed, until the file is known that it was saved as. */
  #closed: ClosedText | undefined;
  /** As the last text was that could be run. */
  #next: NextRun | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  /** Takes the panel over, a new one or one that VS Code has kept. */
  constructor(
    panel: vscode.WebviewPanel,
    uri: vscode.Uri,
    { extensionUri, facts, print }: PanelParts,
    { closed, followed }: PanelEnds,
  ) {
    this.#panel = panel;
    this.#uri = uri;
    this.#facts = facts;
    this.#print = print;
    this.#followed = followed;
    this.#post = postWhileOpen(panel);
    this.#feed = new GraphFeed(this.#post);
    this.#time = new TimeFeed(isNext => this.#timesOf(isNext), this.#post);
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage((message: FromGraph) => void this.#receive(message)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)),
      vscode.workspace.onDidOpenTextDocument(document =>
        this.#isOurs(document) ? this.#readSoon(document) : this.#follow(),
      ),
      vscode.workspace.onDidSaveTextDocument(document => {
        this.#follow();
        if (this.#used.has(document.uri)) void this.#readUsed();
      }),
      vscode.workspace.onDidCloseTextDocument(document => this.#isOurs(document) && void this.#close()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#followCursor(textEditor)),
      panel.onDidDispose(() => {
        this.dispose();
        closed();
      }),
    );
    panel.title = t`Graph: ${uri.path.split('/').at(-1) ?? ''}`;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'file.svg');
    panel.webview.options = optionsOf(extensionUri);
    panel.webview.html = pageInPanel(panel.webview, uri, extensionUri);
  }

  /** Whether it has the focus. */
  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Brings the panel to the front. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Something may have happened in a run. */
  runsChanged(): void {
    this.#time.tell();
  }

  setStatuses(statuses: ReadonlyMap<string, ShownStatus>): void {
    this.#feed.setStatuses(statuses, this.#facts?.folderOf(this.#uri));
  }

  /** Stops serving the panel, but leaves it open: at a reload of the window VS Code keeps it and gives it back. */
  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #receive(message: FromGraph): Promise<void> {
    switch (message.type) {
      case 'view':
        return this.#feed.setView(message.view);
      case 'ready':
        this.#feed.setView(message.view);
        await this.#readAgain();
        for (const editor of vscode.window.visibleTextEditors) this.#followCursor(editor);
        this.#feed.ready();
        return this.#time.watch(message.watches);
      case 'watch-times':
        return this.#time.watch(message.watches);
      case 'reveal':
        return this.#showTask(message.task);
      case 'save':
        return saveGraph(message, this.#uri, this.#feed.mermaid(), this.#print);
      case 'ask':
        return this.#tellAbout(message.task);
      case 'output':
        return this.#showOutput(message.task);
      default:
        message satisfies never;
    }
  }

  /** Of a file that was closed without being saved, the file is what remains. */
  async #close(): Promise<void> {
    if (this.#uri.scheme !== 'untitled' || isOpen(this.#uri)) return this.#readAgain();
    clearTimeout(this.#timer);
    this.#closed = { uri: this.#uri, text: this.#lastText };
    if (!this.#follow()) this.#feed.setText(undefined, 'not-open');
  }

  /** Whether the file is found that an untitled text was saved as. */
  #follow(): boolean {
    const successor = this.#closed && successorOf(this.#closed, vscode.workspace.textDocuments);
    if (successor) this.#followed(successor.uri);
    return successor !== undefined;
  }

  async #readAgain(): Promise<void> {
    const text = (await documentOf(this.#uri))?.getText();
    this.#remember(text ?? '');
    this.#feed.setText(text, this.#uri.scheme === 'untitled' ? 'not-open' : 'no-file');
    await this.#readUsed();
  }

  async #showTask(task: string): Promise<void> {
    const document = await documentOf(this.#uri);
    if (!document) return;
    this.#feed.setText(document.getText());
    const place = this.#feed.nodeOf(task);
    if (!place) return;
    const { analysis } = this.#feed;
    const inner = analysis && innerPlace(this.#used, analysis, this.#uri.toString(), withoutInstances(task));
    const innerDocument = inner && (await documentOf(vscode.Uri.parse(inner.path)));
    if (innerDocument) return showPlace(innerDocument, inner.range, this.#uri);
    const fault = this.#feed.faultOf(task);
    await showPlace(document, fault?.range ?? place.range, this.#uri);
    if (place.kind !== 'missing' && !fault) return;
    // The focus that the click has given to the panel may come late, and would close what is offered.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await vscode.commands.executeCommand('editor.action.quickFix');
  }

  /** Before the first run, what the past lets expect. */
  async #timesOf(isNext: boolean): Promise<RunTimes> {
    const times = isNext ? undefined : await this.#facts?.times(this.#uri);
    if (times && times.run !== null) return times;
    this.#next = nextRun(this.#feed.analysis, this.#used, this.#uri.toString()) ?? this.#next;
    return (this.#next && (await this.#facts?.nextTimes(this.#uri, this.#next))) ?? noTimes;
  }

  async #showOutput(task: string): Promise<void> {
    const folder = this.#facts?.folderOf(this.#uri);
    if (folder !== undefined) await vscode.commands.executeCommand('dagwright.showTaskOutput', { folder, task });
  }

  async #tellAbout(task: string): Promise<void> {
    const about = await this.#facts?.about(this.#uri, task);
    this.#post({ type: 'about', task, about: about ?? { state: '', lines: [] } });
  }

  /** A cursor in another text says nothing of ours. */
  #followCursor({ document, selection }: vscode.TextEditor): void {
    if (this.#isOurs(document)) this.#feed.setCursor(document.offsetAt(selection.active));
  }

  #isOurs(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.#uri.toString();
  }

  #remember(text: string): void {
    if (text !== '') this.#lastText = text;
  }

  #readSoon(document: vscode.TextDocument): void {
    this.#remember(document.getText());
    this.#closed = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#feed.setText(document.getText());
      void this.#readUsed().then(() => this.#time.tell());
    }, quietMs);
  }

  #changed(document: vscode.TextDocument): void {
    if (this.#isOurs(document)) this.#readSoon(document);
    else if (this.#used.has(document.uri)) void this.#readUsed();
  }

  /** The pipelines that tasks use stand in the graph too. */
  async #readUsed(): Promise<void> {
    const isOther = await this.#used.read(this.#feed.analysis, this.#uri);
    if (isOther && !this.#isOver) this.#feed.setInside(lookInside(this.#used, this.#uri.toString()));
  }
}

const noTimes = { run: null, startedAt: 0, endedAt: 0, tasks: [] };

/** How a panel ends to show its text; each is called once at most. */
export interface PanelEnds {
  closed(): void;
  /** The text was saved as another one, whose graph it is to become. */
  followed(uri: vscode.Uri): void;
}

/** What all panels share. */
export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  readonly facts: RunFacts | undefined;
  /** Absent where nothing can be printed. */
  readonly print: PrintGraph | undefined;
}
