import { spawn } from 'node:child_process';

/**
 * Opens the user's browser, where there is a screen. That it cannot is no error: the address has been printed.
 *
 * @param {string} url
 */
export function openBrowser(url) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
