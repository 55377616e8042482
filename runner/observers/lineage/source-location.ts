import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the text of a file can be read by others. */
export interface SourceLocation {
  readonly url: string;
  readonly repoUrl?: string;
  /** In the repository. */
  readonly path?: string;
}

/** Where `file` is found at `commit`: by the remote `origin` of its repository, never with what lets one in there. */
export function sourceLocation(file: string, commit: string): SourceLocation {
  const top = repositoryOf(dirname(file));
  const path = top === undefined ? undefined : relative(top, file).split(sep).join('/');
  const origin = top === undefined ? undefined : originOf(top);
  if (path === undefined || origin === undefined) return { url: pathToFileURL(file).href, ...(path && { path }) };
  return { url: pageOf(origin, commit, path), repoUrl: origin, path };
}

function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function originOf(top: string): string | undefined {
  try {
    const text = readFileSync(join(gitFolder(join(top, '.git')), 'config'), 'utf8');
    const section = /^\s*\[remote "origin"\]\s*$([^[]*)/m.exec(text)?.[1] ?? '';
    const url = /^\s*url\s*=\s*(.+?)\s*$/m.exec(section)?.[1];
    return url === undefined ? undefined : withoutCredentials(url);
  } catch {
    return undefined;
  }
}

/** A further work tree has a file there, which leads to a folder beside the one with the settings of all. */
function gitFolder(git: string): string {
  if (statSync(git).isDirectory()) return git;
  const own = resolve(
    dirname(git),
    readFileSync(git, 'utf8')
      .replace(/^gitdir:\s*/, '')
      .trim(),
  );
  const common = join(own, 'commondir');
  return existsSync(common) ? resolve(own, readFileSync(common, 'utf8').trim()) : own;
}

/** `git@host:path` is how git writes a place that is reached by ssh. */
function withoutCredentials(remote: string): string | undefined {
  const short = /^(?:[^@/:]+@)?([^/:]{2,}):(?!\/\/)(.+)$/.exec(remote);
  const text = short ? `ssh://${short[1]}/${short[2]}` : remote;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}

/** The page of the file, on hosts that are known to have one; else the repository. */
function pageOf(origin: string, commit: string, path: string): string {
  const { host, pathname } = new URL(origin);
  const between = Object.entries(pages).find(([name]) => host.includes(name))?.[1];
  if (between === undefined) return origin;
  const repository = pathname.replace(/\.git\/?$/, '');
  return `https://${host}${repository}/${between}/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

const pages: Readonly<Record<string, string>> = { github: 'blob', gitlab: '-/blob', bitbucket: 'src' };
