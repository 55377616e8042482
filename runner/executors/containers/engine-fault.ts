import { outputLog } from '../../layout.ts';
import { withLogged } from '../../processes/attempt-exit.ts';
import type { Exit } from '../../processes/processes.ts';
import { readLastLines } from '../../run-directory/output-tail.ts';
import type { Engine } from './container-engine.ts';

/** How an attempt ends whose engine made no container for it: what that said at last, with what to do. */
export async function engineFault({ kind }: Pick<Engine, 'kind'>, path: string): Promise<Exit> {
  const lines = await readLastLines(outputLog(path), 8);
  const said = lines.map(line => form.exec(line)?.[1]).findLast(text => text !== undefined);
  const advice =
    said && ofImages.test(said) ? ` Is the name of the image right? \`${kind} pull\` tries it by hand.` : '';
  const why = said === undefined ? 'what it says stands in the output of the task' : said.replace(/\.$/, '');
  return withLogged({ kind: 'error', message: `${kind} could not run the container: ${why}.${advice}` }, path);
}

/** Podman's `Error: …`, and `docker: Error response from daemon: …`. */
const form = /^(?:docker: )?Error(?: response from daemon)?: (.*)$/i;
const ofImages = /pull access denied|initializing source|manifest unknown|not found|no such image|invalid reference/i;
