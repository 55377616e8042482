import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesOnPath, installDebianPackages } from './debian-packages.mjs';

/**
 * Returns the path of a Chromium for tests: the one that CHROMIUM names, one that is installed, or Debian's, installed
 * now. Throws with what to do where there is none.
 *
 * @returns {Promise<string>}
 */
export async function getChromium() {
  const given = process.env.CHROMIUM;
  if (given) {
    if (existsSync(given)) return given;
    throw new Error(`CHROMIUM names ${given}, which is not there.`);
  }
  return findChromium() ?? (await installDebianChromium()) ?? missing();
}

function findChromium() {
  const known = {
    linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].flatMap(
      filesOnPath,
    ),
    darwin: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    win32: [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].flatMap(folder =>
      folder === undefined
        ? []
        : [
            join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
            join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
          ],
    ),
  };
  return Object.entries(known)
    .find(([platform]) => platform === process.platform)?.[1]
    .find(file => existsSync(file));
}

async function installDebianChromium() {
  await installDebianPackages('Chromium', ['chromium']);
  return findChromium();
}

/** @returns {never} */
function missing() {
  throw new Error(
    'The tests need Chromium, and none is found. Install Chromium or Chrome (on Debian: apt-get install chromium), ' +
      'or set CHROMIUM to the path of one.',
  );
}
