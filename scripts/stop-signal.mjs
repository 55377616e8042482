const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Calls `stop` once when this process is told to end: by a signal, or by the end of the npm that started it, which
 * does not pass its own SIGTERM on. Returns what ends the waiting.
 *
 * @param {() => void} stop
 * @returns {() => void}
 */
export function onStop(stop) {
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && once(), 500);
  // It alone keeps no process alive.
  watch.unref();
  const off = () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, once);
  };
  // One Ctrl-C may come twice, from the terminal and from npm: the second must not end us in the middle of `stop`.
  let told = false;
  const once = () => {
    if (told) return;
    told = true;
    clearInterval(watch);
    stop();
  };
  for (const signal of signals) process.on(signal, once);
  return off;
}
