import type { Task } from '../pipeline/pipeline.ts';
import type { Losses } from './losses.ts';

/** A folder of the machine as a container sees it. */
export interface HostFolder {
  readonly source: string;
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** The volumes of a task's container as folders of the node that its pod runs on; others are refused. */
export function hostFolders(task: Task, losses: Losses): readonly HostFolder[] {
  return (task.container?.volumes ?? []).flatMap(volume => {
    const [, source, path, mode] = /^(\/[^:]*):(\/[^:]*)(?::(ro|rw))?$/.exec(volume) ?? [];
    if (source !== undefined && path !== undefined && !volume.includes('${{')) {
      losses.lost(
        task.name,
        'container',
        `${source} is that of the node in Kubernetes which the task comes to: have it on each.`,
      );
      return [{ source, path, isReadOnly: mode === 'ro' }];
    }
    losses.refused(
      task.name,
      'container',
      `In Kubernetes the volume \`${volume}\` would be another one: take a folder, as /from:/to or /from:/to:ro.`,
    );
    return [];
  });
}

/** The user of a task's container, whom Kubernetes knows by number only. */
export function userNumbers({ name, container }: Task, losses: Losses): Readonly<Record<string, number>> | undefined {
  if (container?.user === undefined) return undefined;
  const [, user, group] = /^(\d+)(?::(\d+))?$/.exec(container.user) ?? [];
  if (user === undefined) {
    losses.refused(name, 'container', `Kubernetes knows a user by number only, not \`${container.user}\`.`);
    return undefined;
  }
  return { runAsUser: Number(user), ...(group === undefined ? {} : { runAsGroup: Number(group) }) };
}

/** What a container takes is asked for, and its limit. */
export function podResources({
  resources: { cpus, memoryBytes, gpus },
}: Task):
  | { readonly requests: Readonly<Record<string, string>>; readonly limits: Readonly<Record<string, string>> }
  | undefined {
  const requests = {
    ...(cpus === undefined ? {} : { cpu: String(cpus) }),
    ...(memoryBytes === undefined ? {} : { memory: String(memoryBytes) }),
  };
  const limits = { ...requests, ...(gpus ? { 'nvidia.com/gpu': String(gpus) } : {}) };
  return Object.keys(limits).length === 0 ? undefined : { requests, limits };
}

/** What a pod does otherwise than a container of Docker. */
export function tellPodLosses({ name, container }: Task, losses: Losses): void {
  if (!container) return;
  if (container.options.length > 0)
    losses.lost(name, 'container', `Kubernetes knows no options of docker run: ${container.options.join(' ')}.`);
  if (container.user === undefined)
    losses.lost(name, 'container', 'Without `user` a pod runs as the user that its image says, not as you.');
}
