import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../../../pipeline/pipeline.ts';
import { inputsFile, scriptFile } from '../../layout.ts';
import { scriptEnding } from '../../processes/interpreter.ts';
import { commandThere } from '../command-there.ts';
import type { ExecutorSettings, PlacedCommand } from '../executor.ts';
import { ownFolder, type PodTask, terminationMessage } from './job-manifest.ts';

/** Our own timeout and grace come first: that of the cluster is for when nobody is left to keep ours. */
const slackMs = 300_000;

/** An attempt in the words of a pod, or a sentence on why it cannot be one. */
export function podTask(
  command: PlacedCommand,
  settings: ExecutorSettings,
  volume: string | undefined,
): PodTask | { readonly error: string } {
  const { place, timeoutMs, workingDirectory, files = [] } = command;
  const { container, resources } = place;
  if (!container) return { error: 'It has no container to run in.' };
  const error = faultOf(container) ?? (volume === undefined && files.length > 0 ? noVolume : undefined);
  if (error !== undefined) return { error };
  const shared = volume === undefined ? undefined : { volume, root: settings.root };
  return {
    container,
    resources,
    ...(shared ? { shared, workingDirectory } : {}),
    ...(shared ? { argv: commandThere(command), files: {} } : carried(command, settings)),
    ...variables(command, settings, shared ? {} : { PIPELINE_INPUTS: inputs, PIPELINE_OUTPUT: terminationMessage }),
    ...(timeoutMs !== undefined && { deadlineMs: timeoutMs + slackMs }),
  };
}

const noVolume = 'It writes files that its "outputs" name, and its executor has no "volume" to keep them: give it one.';

/** Where an attempt without shared files finds its script and what it is given. */
const task = `${ownFolder}/task`;
const inputs = join(ownFolder, 'inputs');

function carried(command: PlacedCommand, { run }: ExecutorSettings): Pick<PodTask, 'argv' | 'files'> {
  const { action, env } = command;
  const given = env.PIPELINE_INPUTS ?? inputsFile(run);
  const files: Record<string, string> = { inputs: existsSync(given) ? readFileSync(given, 'utf8') : '{}' };
  if (action.kind === 'script') files[scriptFile('task') + scriptEnding(action.shell)] = `${action.script}\n`;
  return { argv: commandThere({ action, path: task }), files };
}

/** What a secret has any part in is not seen in the pod. */
function variables(
  command: PlacedCommand,
  { env: shared, declared, masking }: ExecutorSettings,
  own: Readonly<Record<string, string>>,
): Pick<PodTask, 'env' | 'secretEnv'> {
  const usual = Object.fromEntries(declared.map(name => [name, shared[name] ?? '']));
  const all = Object.entries({ ...usual, ...command.env, ...own });
  const isSecret = ([name, value]: readonly [string, string]) =>
    masking !== undefined && (masking.secrets.names.includes(name) || masking.secrets.nameIn(value) !== undefined);
  return {
    env: Object.fromEntries(all.filter(variable => !isSecret(variable))),
    secretEnv: Object.fromEntries(all.filter(isSecret)),
  };
}

/** What other engines take, and a pod does not. */
function faultOf({ user, options, volumes }: Container): string | undefined {
  if (user !== undefined && !/^\d+(:\d+)?$/.test(user))
    return `The user "${user}" of its container is a name: Kubernetes takes numbers, such as "1000:1000".`;
  if (options.length > 0)
    return 'The "options" of its container are those of docker and podman: Kubernetes has no use for them, take them out.';
  const odd = volumes.find(text => !/^[^:.][^:]*:\/[^:]*(:[^:]*)?$/.test(text));
  if (odd === undefined) return undefined;
  return `The volume "${odd}" of its container is neither /folder-of-the-node:/folder nor claim:/folder.`;
}
