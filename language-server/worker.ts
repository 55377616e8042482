import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { serve } from './connection.ts';
import type { Later } from './publisher.ts';

/** Calls back when what has come in is handled: each message is a turn of its own in a worker too. */
const later: Later = callback => {
  const handle = setTimeout(callback, 0);
  return () => clearTimeout(handle);
};

/** The same server as a web worker, for an editor in a browser; it sees no files but those that are open. */
const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
serve(createConnection(new BrowserMessageReader(scope), new BrowserMessageWriter(scope)), later);
