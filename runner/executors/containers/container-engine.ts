import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What runs containers. */
export interface Engine {
  readonly kind: 'docker' | 'podman';
  /** Its path. */
  readonly program: string;
  /** Whether it puts a first process into a container that passes signals on. */
  readonly hasInit: boolean;
  /** Whether root in a container is the user outside. */
  readonly isRootless: boolean;
}

/** The engine that is asked for, or without that the first that is there; else a sentence. */
export function findEngine(
  wanted: string,
  env: Readonly<Record<string, string | undefined>>,
): Engine | { readonly error: string } {
  const kinds = wanted === 'docker' || wanted === 'podman' ? ([wanted] as const) : (['docker', 'podman'] as const);
  for (const kind of kinds) {
    const program = onPath(kind, env.PATH ?? '');
    if (program === undefined) continue;
    const isRootless =
      kind === 'podman' ? process.getuid?.() !== 0 : /rootless|\/run\/user\//.test(env.DOCKER_HOST ?? '');
    return {
      kind,
      program,
      isRootless,
      hasInit: kind === 'docker' || initFolders.some(folder => isProgram(join(folder, 'catatonit'))),
    };
  }
  const missing = kinds.length > 1 ? `neither \`docker\` nor \`podman\` is` : `\`${kinds[0]}\` is not`;
  return { error: `It runs in a container, and ${missing} on PATH: install ${kinds.join(' or ')}.` };
}

/** Where Podman looks for the first process of containers. */
const initFolders = ['/usr/libexec/podman', '/usr/local/libexec/podman', '/usr/lib/podman', '/usr/bin'];

function onPath(name: string, path: string): string | undefined {
  const files = process.platform === 'win32' ? [`${name}.exe`] : [name];
  return path
    .split(delimiter)
    .filter(folder => folder !== '')
    .flatMap(folder => files.map(file => join(folder, file)))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
