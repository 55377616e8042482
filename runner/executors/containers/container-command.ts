import { hash } from 'node:crypto';
import { basename, relative, sep } from 'node:path';
import type { Container } from '../../../pipeline/pipeline.ts';
import { commandThere } from '../command-there.ts';
import type { ExecutorSettings, PlacedCommand } from '../executor.ts';
import type { Engine } from './container-engine.ts';

/** The longest name that engines take. */
const longestName = 128;

/** How an engine calls the container of an attempt: the same for whoever goes on with the run. */
export function containerName(run: string, path: string): string {
  const full = `dagwright-${basename(run)}-${basename(path)}`;
  const name = full.replaceAll(/[^A-Za-z0-9_.-]/g, '_');
  if (name === full && name.length <= longestName) return name;
  return `${name.slice(0, longestName - 13)}-${hash('sha256', full).slice(0, 12)}`;
}

/**
 * The command line by which an engine runs an attempt in a container of its own. The folder of the project is seen at its own
 * path, so that paths mean the same inside. Values of variables are not on it: the engine takes them from its own environment.
 */
export function containerCommand(
  command: PlacedCommand,
  container: Container,
  engine: Engine,
  settings: ExecutorSettings,
): readonly string[] {
  const { workingDirectory, path, place } = command;
  const { cpus, memoryBytes } = place.resources;
  const { executor } = place;
  const names = new Set([...settings.declared, ...Object.keys(command.env)]);
  return [
    engine.program,
    'run',
    '--rm',
    ...(engine.hasInit ? ['--init'] : []),
    `--name=${containerName(settings.run, path)}`,
    `--label=dagwright=${basename(settings.run)}`,
    '--security-opt=label=disable',
    ...folders(settings, workingDirectory).map(folder => `--volume=${folder}:${folder}`),
    ...container.volumes.map(volume => `--volume=${volume}`),
    `--workdir=${workingDirectory}`,
    ...Array.from(names, name => `--env=${name}`),
    ...userOptions(container, engine),
    ...(cpus === undefined ? [] : [`--cpus=${cpus}`]),
    ...(memoryBytes === undefined ? [] : [`--memory=${memoryBytes}b`]),
    ...gpuOptions(command.env.CUDA_VISIBLE_DEVICES, engine),
    ...(executor.type === 'docker' || executor.type === 'podman' ? executor.options : []),
    ...container.options,
    container.image,
    ...commandThere(command),
  ];
}

function folders({ root }: ExecutorSettings, workingDirectory: string): readonly string[] {
  return isWithin(workingDirectory, root) ? [root] : [root, workingDirectory];
}

function isWithin(folder: string, root: string): boolean {
  const way = relative(root, folder);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

/** What a task writes belongs to who runs it, not to root. */
function userOptions({ user }: Container, { kind, isRootless }: Engine): readonly string[] {
  if (user !== undefined) return [`--user=${user}`];
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  if (uid === undefined || uid === 0) return [];
  if (isRootless) return kind === 'podman' ? ['--userns=keep-id'] : [];
  return [`--user=${uid}:${gid}`];
}

function gpuOptions(devices: string | undefined, { kind }: Engine): readonly string[] {
  if (!devices) return [];
  if (kind === 'docker') return [`--gpus="device=${devices}"`];
  return devices.split(',').map(device => `--device=nvidia.com/gpu=${device}`);
}
