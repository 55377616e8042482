import type { Diagnostic } from 'vscode-languageserver-types';
import type { OpenDocument } from './open-document.ts';
import { type DiagnosticSupport, diagnosticsOf } from './protocol/diagnostics.ts';

/** Calls back when everything that waits has had its turn; the answer takes the call back. */
export type Later = (callback: () => void) => () => void;

/** What is sent about one document. */
export interface Published {
  readonly uri: string;
  readonly version: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** How many changes may come in without a pause before the problems are told all the same. */
const mostChanges = 50;

/**
 * Tells the problems of documents after each change. Changes that come in one after the other without a pause are told
 * of once; what is told is always of the text of now.
 */
export class Publisher {
  readonly #send: (published: Published) => void;
  readonly #later: Later;
  readonly #waiting = new Map<string, { cancel: () => void; changes: number }>();

  constructor(send: (published: Published) => void, later: Later) {
    this.#send = send;
    this.#later = later;
  }

  /** Takes note that the text is new. */
  changed(document: OpenDocument, support: DiagnosticSupport): void {
    const before = this.#waiting.get(document.uri);
    before?.cancel();
    const changes = (before?.changes ?? 0) + 1;
    if (changes > mostChanges) {
      this.#publish(document, support);
    } else {
      const cancel = this.#later(() => this.#publish(document, support));
      this.#waiting.set(document.uri, { cancel, changes });
    }
  }

  /** Forgets a document; its problems are gone from the editor. */
  closed(document: OpenDocument): void {
    this.#waiting.get(document.uri)?.cancel();
    this.#waiting.delete(document.uri);
    this.#send({ uri: document.uri, version: document.version, diagnostics: [] });
  }

  #publish(document: OpenDocument, support: DiagnosticSupport): void {
    this.#waiting.delete(document.uri);
    const { uri, version } = document;
    this.#send({ uri, version, diagnostics: diagnosticsOf(document, support) });
  }
}
