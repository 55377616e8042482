import { execFile } from 'node:child_process';

/** A repository so large that git needs longer is not worth a late start. */
const patienceMs = 1500;

/** The commit that `folder` is at, and whether tracked files differ from it; `undefined` outside a repository, before a first commit, or without git. */
export function gitState(folder: string): Promise<{ commit: string; dirty: boolean } | undefined> {
  const args = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--untracked-files=no'];
  return new Promise(resolve => {
    execFile('git', args, { cwd: folder, timeout: patienceMs, maxBuffer: 1 << 26 }, (error, stdout) => {
      const commit = error ? undefined : /^# branch\.oid ([0-9a-f]{40,})$/m.exec(stdout)?.[1];
      resolve(commit === undefined ? undefined : { commit, dirty: /^[^#]/m.test(stdout) });
    });
  });
}
