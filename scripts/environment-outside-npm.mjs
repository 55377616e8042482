/**
 * This process's environment without what npm adds for its scripts: an editor's terminals and tasks are no part of one.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentOutsideNpm() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)));
}
