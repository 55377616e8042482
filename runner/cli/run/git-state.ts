import { execFile } from 'node:child_process';
import { mayHaveCommit } from './may-have-commit.ts';

/** A repository so large that git needs longer is not worth a late start. */
const patienceMs = 1500;

/**
 * The commit that `folder` is at, and whether tracked files differ from it; `undefined` outside a repository, before a
 * first commit, or without git. Git is given nothing of our environment but what it works by: what secrets a run has is
 * not known yet, and a repository may name programs that git starts.
 */
export function gitState(folder: string): Promise<{ commit: string; dirty: boolean } | undefined> {
  if (!mayHaveCommit(folder, process.env)) return Promise.resolve(undefined);
  const args = ['--no-optional-locks', 'status', '--porcelain=v2', '--branch', '--untracked-files=no'];
  const options = { cwd: folder, env: gitEnvironment(process.env), timeout: patienceMs, maxBuffer: 1 << 26 };
  return new Promise(resolve => {
    execFile('git', args, options, (error, stdout) => {
      const commit = error ? undefined : /^# branch\.oid ([0-9a-f]{40,})$/m.exec(stdout)?.[1];
      resolve(commit === undefined ? undefined : { commit, dirty: /^[^#]/m.test(stdout) });
    });
  });
}

function gitEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => ofGit.test(name)));
}

/** Where programs, libraries, settings and repositories are, and the settings that are given as variables. */
const ofGit =
  /^(PATH|HOME|XDG_CONFIG_HOME|(LD|DYLD)_LIBRARY_PATH|TMPDIR|TEMP|TMP|LANG|LC_ALL|GIT_(DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|CONFIG_\w+)|SystemRoot|ComSpec|PATHEXT|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|ProgramData|ProgramFiles(\(x86\))?)$/i;
