import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { environmentOutsideNpm } from './environment-outside-npm.mjs';
import { examplesFolder, firstExample } from './examples.mjs';
import { vscodeWebFolder } from './folders.mjs';
import { openBrowser } from './open-browser.mjs';
import { onStop } from './stop-signal.mjs';
import { startVscodeWeb } from './vscode-web-server.mjs';
import { calmSettings } from './vscode-web-settings.mjs';

/**
 * Serves the examples in a browser VS Code with Dagwright until it is told to stop, and tells how to get in. With
 * `print`, one line of JSON tells it and no browser is opened.
 *
 * @param {{ print: boolean, port?: number }} options
 */
export async function serveExamples({ print, port }) {
  const password = randomBytes(12).toString('base64url');
  /** @type {Promise<void>} */
  const stopped = new Promise(resolve => onStop(resolve));
  const server = await startVscodeWeb({
    profile: join(vscodeWebFolder, 'profile'),
    settings: calmSettings,
    password,
    ...(port !== undefined && { port }),
    // The examples are the project's own, and this profile serves nothing else.
    trust: true,
    linkExtension: true,
    env: environmentOutsideNpm(),
  });
  const url = examplesUrl(server.port);
  if (print) process.stdout.write(`${JSON.stringify({ url, password })}\n`);
  else {
    console.log(`\nThe examples are open in VS Code at\n\n  ${url}\n\n  password: ${password}\n\nCtrl-C ends it.`);
    openBrowser(url);
  }
  const unexpected = await Promise.race([stopped.then(() => false), server.ended.then(() => true)]);
  await server.stop();
  if (unexpected) throw new Error('The browser VS Code has ended by itself: see .vscode-web/profile/server.log.');
}

/** @param {number} port */
function examplesUrl(port) {
  const origin = `127.0.0.1:${port}`;
  const payload = JSON.stringify([['openFile', `vscode-remote://${origin}${firstExample}`]]);
  return `http://${origin}/?${new URLSearchParams({ folder: examplesFolder, payload })}`;
}
