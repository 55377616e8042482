import type { Task } from '../../pipeline/pipeline.ts';
import { hostFolders, podResources, userNumbers } from '../pod-settings.ts';
import type { TaskWriting } from './airflow-task.ts';
import { pythonString, pythonValue } from './python-text.ts';

/** What a task with a container says beside the arguments of every task; `quoted` writes a text with expressions. */
export function podArguments(
  task: Task,
  quoted: (text: string, key: string) => string,
  { index, losses }: TaskWriting,
): [string, string | undefined][] {
  const { container } = task;
  if (!container) return [];
  const mounts = hostFolders(task, losses).map(
    ({ source, path, isReadOnly }) => `(${pythonString(source)}, ${pythonString(path)}, ${pythonValue(isReadOnly)})`,
  );
  const user = userNumbers(task, losses);
  const resources = podResources(task);
  const hasSecrets = index.source.pipeline.secrets.length > 0;
  return [
    ['image', quoted(container.image, 'container')],
    ['mounts', mounts.length === 0 ? undefined : `[${mounts.join(', ')}]`],
    ['container_security_context', user && pythonValue(user)],
    [
      'container_resources',
      resources &&
        `k8s.V1ResourceRequirements(requests=${pythonValue(resources.requests)}, limits=${pythonValue(resources.limits)})`,
    ],
    ['secrets', hasSecrets ? 'SECRETS' : undefined],
  ];
}
