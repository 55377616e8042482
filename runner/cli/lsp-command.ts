import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Refusal } from './refusal.ts';

/** `dagwright lsp --stdio`: becomes the language server, which then owns stdin and stdout. */
export async function serveLanguage(options: { readonly stdio?: boolean }, program: string): Promise<void> {
  if (!options.stdio)
    throw new Refusal('The language server talks over stdin and stdout only. Start it as: dagwright lsp --stdio');
  // Beside the bundle; or in dist/, when the program runs from its sources.
  const places = ['./language-server.cjs', '../../dist/language-server.cjs'].map(place =>
    fileURLToPath(new URL(place, program)),
  );
  const server = places.find(place => existsSync(place));
  if (server === undefined)
    throw new Refusal(`The language server is not there: ${places[0]}. Build it: npm run build`);
  withLittleMemory(server);
  createRequire(program)(server);
}

/**
 * Puts the server in the place of this process with less room for what is new: V8 takes that setting only when it starts.
 * Where Node cannot do that, the server needs a little more memory.
 */
function withLittleMemory(server: string): void {
  if (process.platform === 'win32' || process.execve === undefined) return;
  // It is said to be experimental on stderr, which editors show.
  process.removeAllListeners('warning');
  const args = [process.execPath, ...process.execArgv, '--max-semi-space-size=2', server, '--stdio'];
  // Of what its compilers give back, glibc otherwise keeps a part for each of their threads.
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: '1', ...process.env });
}
