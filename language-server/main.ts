import { createConnection } from 'vscode-languageserver/node';
import { atRest, growSlowly, memorySaver } from './at-rest.ts';
import { serve } from './connection.ts';
import { formatError } from './format-error.ts';
import type { Later } from './publisher.ts';
import { nodeDisk } from './workspace/node-disk.ts';
import { NodePastRuns } from './workspace/node-past-runs.ts';

/** Calls back after two turns of the event loop: one message is handled in each, so that all that has come in goes first. */
const later: Later = callback => {
  let handle = setImmediate(() => {
    handle = setImmediate(callback);
  });
  return () => clearImmediate(handle);
};

growSlowly();

/** Without arguments it speaks over its standard input and output. */
const connection = process.argv.length > 2 ? createConnection() : createConnection(process.stdin, process.stdout);
process.on('uncaughtException', error => log(formatError('Uncaught error', error)));
process.on('unhandledRejection', error => log(formatError('Unhandled rejection', error)));
process.on('disconnect', () => process.exit(1));
// Nobody reads the answers any more.
process.stdout.on('error', () => process.exit(1));
serve(connection, later, nodeDisk, new NodePastRuns());

/** So long nothing has come in when the editor counts as left alone. */
const pauseMs = 8000;
const heard = atRest(memorySaver(), pauseMs);
process.stdin.on('data', heard);
process.on('message', heard);

/** What goes wrong after the connection has ended has nobody to be told to. */
function log(message: string): void {
  try {
    connection.console.error(message);
  } catch {
    process.exit(1);
  }
}
