// npm start: opens the examples in a VS Code that has Dagwright, with nothing to install first.
import { parseArgs } from 'node:util';
import { buildProject } from './build-project.mjs';
import { findDesktop, openDesktop } from './desktop-vscode.mjs';
import { installPackages } from './install-packages.mjs';
import { serveExamples } from './serve-examples.mjs';

const usage = `npm start [-- OPTIONS]

Opens the examples in VS Code with Dagwright: the desktop's where its \`code\` command
is found, else a VS Code in the browser, on this machine only and with a password.

  --web        the one in the browser, even where \`code\` is found
  --desktop    the desktop's, or an error
  --port N     the browser one's port (a free one)
  --print      when the browser one is ready: one line of JSON, {"url", "password"}; opens no browser
  --help       this text
`;

async function main() {
  const { values: options } = parseArgs({
    options: {
      web: { type: 'boolean', default: false },
      desktop: { type: 'boolean', default: false },
      port: { type: 'string' },
      print: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) return console.log(usage);
  const port = options.port === undefined ? undefined : portNumber(options.port);
  const desktop = options.web || options.print || port !== undefined ? undefined : findDesktop();
  if (options.desktop && !desktop) throw new Error('There is no `code` command on the PATH, or no display.');
  // With --print the JSON stands alone on the output.
  if (options.print) console.log = console.error;
  await installPackages();
  await buildProject();
  if (desktop) await openDesktop(desktop);
  else await serveExamples({ print: options.print, ...(port !== undefined && { port }) });
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port wants 1 to 65535, not ${text}.`);
  return port;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
