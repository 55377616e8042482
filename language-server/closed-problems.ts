import type { ClientSupport } from './protocol/client-support.ts';
import { diagnosticsOf } from './protocol/diagnostics.ts';
import { closedDocument } from './protocol/workspace-diagnostics.ts';
import type { Later, Published } from './publisher.ts';
import type { Workspace } from './workspace/workspace.ts';

/**
 * Tells a client that does not ask of the problems of pipelines that are not open, as they are saved. It looks at one
 * file at a turn, so that nobody who types waits for it, and says again only what has changed.
 */
export class ClosedProblems {
  readonly #workspace: Workspace;
  readonly #send: (published: Omit<Published, 'version'>) => void;
  readonly #later: Later;
  readonly #calmly: Later;
  /** What was last said of each address that has problems. */
  readonly #told = new Map<string, string>();
  #cancel: (() => void) | undefined;

  /** `later` is the next turn, `calmly` some time after: who opens or saves a file waits for that one first. */
  constructor(
    workspace: Workspace,
    send: (published: Omit<Published, 'version'>) => void,
    later: Later,
    calmly: Later = later,
  ) {
    this.#calmly = calmly;
    this.#workspace = workspace;
    this.#send = send;
    this.#later = later;
  }

  /** Looks at all of them, now that files may have changed. A look that is under way begins anew. */
  look(support: ClientSupport): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!support.tellsClosed) return;
    this.#cancel = this.#calmly(() => {
      const there = new Set(this.#workspace.pipelines(support.roots));
      for (const uri of [...this.#told.keys()]) if (!there.has(uri)) this.#tell(uri, []);
      this.#lookAtNext([...there].values(), support);
    });
  }

  /** Its document speaks for itself from now on. */
  opened(uri: string): void {
    this.#told.delete(uri);
  }

  #lookAtNext(uris: Iterator<string, undefined>, support: ClientSupport): void {
    const { value: uri } = uris.next();
    this.#cancel = undefined;
    if (uri === undefined) return;
    this.#cancel = this.#later(() => this.#lookAtNext(uris, support));
    if (!this.#workspace.documents.has(uri)) this.#lookAt(uri, support);
  }

  #lookAt(uri: string, support: ClientSupport): void {
    const document = closedDocument(this.#workspace, uri, support);
    this.#tell(uri, document ? diagnosticsOf(document, support) : []);
  }

  #tell(uri: string, diagnostics: Published['diagnostics']): void {
    const text = diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
    if (this.#told.get(uri) === text) return;
    if (text === undefined) this.#told.delete(uri);
    else this.#told.set(uri, text);
    this.#send({ uri, diagnostics });
  }
}
