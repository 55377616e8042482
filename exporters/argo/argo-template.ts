import type { Task } from '../../pipeline/pipeline.ts';
import { type HostFolder, hostFolders, podResources, userNumbers } from '../pod-settings.ts';
import { YamlMap, type YamlValue, yamlRecord } from '../yaml-text.ts';
import { type ArgoWriting, filled, folderOf } from './argo-writing.ts';

/** The template that a task is run by: its container, what it gets and gives, and how often it is tried. */
export function argoTemplate(task: Task, writing: ArgoWriting): YamlMap {
  const inputs = new Map<string, string>();
  const fill = (text: string, key: string) => filled(text, key, task, inputs, writing);
  const container = containerEntries(task, fill, writing);
  const outputs = Object.entries(task.outputs).filter(([, output]) => 'type' in output);
  const given = outputs.map(
    ([name]) => new YamlMap(['name', name], ['valueFrom', yamlRecord({ path: `/tmp/outputs/${name}` })]),
  );
  const parameters = [...inputs.keys()].map(name => new YamlMap(['name', name]));
  const user = userNumbers(task, writing.losses);
  writing.given.set(task.name, inputs);
  return new YamlMap(
    ['name', writing.id(task)],
    ['inputs', parameters.length === 0 ? undefined : new YamlMap(['parameters', parameters])],
    ['outputs', given.length === 0 ? undefined : new YamlMap(['parameters', given])],
    ['activeDeadlineSeconds', task.timeoutMs === undefined ? undefined : String(Math.ceil(task.timeoutMs / 1000))],
    ['retryStrategy', retryStrategy(task)],
    ['synchronization', synchronization(task, writing)],
    ['volumes', folderVolumes(hostFolders(task, writing.losses))],
    ['securityContext', user && yamlRecord(user)],
    ['script', new YamlMap(...container)],
  );
}

type Fill = (text: string, key: string) => string;

function containerEntries(
  task: Task,
  fill: Fill,
  writing: ArgoWriting,
): readonly (readonly [string, YamlValue | undefined])[] {
  const folder = folderOf(task, writing);
  const within =
    task.workingDirectory === undefined ? folder : `${folder}/${fill(task.workingDirectory, 'working_directory')}`;
  const env = environment(task, fill, writing);
  return [
    ['image', task.container ? fill(task.container.image, 'container') : '{{workflow.parameters.image}}'],
    ['command', ['sh', '-e']],
    ['workingDir', within],
    [
      'env',
      [
        ...Object.entries(env).map(([name, value]) => new YamlMap(['name', name], ['value', value])),
        ...secrets(writing),
      ],
    ],
    ['resources', resources(task)],
    [
      'volumeMounts',
      [yamlRecord({ name: 'workspace', mountPath: '/workspace' }), ...folderMounts(hostFolders(task, writing.losses))],
    ],
    ['source', source(task, fill)],
  ];
}

function environment(task: Task, fill: Fill, writing: ArgoWriting): Readonly<Record<string, string>> {
  const { index } = writing;
  const users: Task[] = [];
  for (
    let at = task.scope === undefined ? undefined : index.get(task.scope);
    at;
    at = at.scope === undefined ? undefined : index.get(at.scope)
  )
    users.unshift(at);
  const own = {
    ...index.pipelineOf(task).env,
    ...Object.fromEntries(users.flatMap(({ env }) => Object.entries(env))),
    ...task.env,
  };
  return {
    PIPELINE_NAME: index.source.name,
    PIPELINE_RUN_ID: '{{workflow.name}}',
    PIPELINE_TASK: task.name,
    PIPELINE_ATTEMPT: task.retries > 0 ? '{{=string(asInt(retries) + 1)}}' : '1',
    PIPELINE_OUTPUT: '/tmp/outputs.txt',
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, fill(value, 'env')])),
    ...wordVariables(task, fill),
  };
}

/** Words of a program with values that are known only in the run: as variables no shell reads them as a command. */
function wordVariables({ action }: Task, fill: Fill): Readonly<Record<string, string>> {
  const words = action.kind === 'program' ? action.argv.map(word => fill(word, 'run')) : [];
  return Object.fromEntries(words.flatMap((word, place) => (word.includes('{{') ? [[`WORD_${place}`, word]] : [])));
}

function secrets({ index, secret }: ArgoWriting): readonly YamlMap[] {
  return index.source.pipeline.secrets.map(
    name =>
      new YamlMap(
        ['name', name],
        ['valueFrom', new YamlMap(['secretKeyRef', yamlRecord({ name: secret, key: name })])],
      ),
  );
}

function folderVolumes(folders: readonly HostFolder[]): readonly YamlMap[] | undefined {
  if (folders.length === 0) return undefined;
  return folders.map(
    ({ source }, place) => new YamlMap(['name', `volume-${place}`], ['hostPath', yamlRecord({ path: source })]),
  );
}

function folderMounts(folders: readonly HostFolder[]): readonly YamlMap[] {
  return folders.map(
    ({ path, isReadOnly }, place) =>
      new YamlMap(['name', `volume-${place}`], ['mountPath', path], ['readOnly', isReadOnly ? true : undefined]),
  );
}

function resources(task: Task): YamlMap | undefined {
  const { cpus, memoryBytes, gpus } = task.resources;
  const both = podResources(task);
  if (task.container && both)
    return new YamlMap(['requests', yamlRecord(both.requests)], ['limits', yamlRecord(both.limits)]);
  if (cpus === undefined && memoryBytes === undefined && gpus === undefined) return undefined;
  const requests = {
    ...(cpus === undefined ? {} : { cpu: String(cpus) }),
    ...(memoryBytes === undefined ? {} : { memory: String(memoryBytes) }),
  };
  return new YamlMap(
    ['requests', Object.keys(requests).length === 0 ? undefined : yamlRecord(requests)],
    ['limits', gpus ? yamlRecord({ 'nvidia.com/gpu': String(gpus) }) : undefined],
  );
}

/** What is run for a task: its script as it is, in its own shell, then a file for each declared output. */
function source(task: Task, fill: Fill): string {
  const { action, outputs } = task;
  const names = Object.entries(outputs).flatMap(([name, output]) => ('type' in output ? [name] : []));
  const files = Object.values(outputs).flatMap(output => ('path' in output ? [fill(output.path, 'outputs')] : []));
  const command =
    action.kind === 'program'
      ? action.argv.map((word, place) => shellWord(fill(word, 'run'), place)).join(' ')
      : action.kind === 'script'
        ? script(fill(action.script, 'run'), action.shell)
        : '';
  if (names.length + files.length === 0) return `${command}\n`;
  const check = files.map(
    file => `test -e ${shellWord(file)} || { echo ${shellWord(`Its output ${file} is not there.`)}; exit 1; }`,
  );
  return [
    command,
    ...check,
    ...(names.length > 0 ? ['mkdir -p /tmp/outputs', `for name in ${names.join(' ')}; do`, ...giveOutput, 'done'] : []),
    '',
  ].join('\n');
}

/** Finds `name=value` and `name<<END`, the last of equal names; what is missing fails the task. */
const giveOutput = [
  '  awk -v wanted="$name" \'',
  '    end != "" { if ($0 == end) { end = ""; if (key == wanted) { found = 1; value = text } } else text = text (lines++ ? "\\n" : "") $0; next }',
  '    match($0, /=|<</) { key = substr($0, 1, RSTART - 1); gsub(/^[ \\t]+|[ \\t]+$/, "", key); rest = substr($0, RSTART + RLENGTH) }',
  '    match($0, /=|<</) && RLENGTH == 2 { end = rest; gsub(/^[ \\t]+|[ \\t]+$/, "", end); text = ""; lines = 0; next }',
  '    match($0, /=|<</) && key == wanted { found = 1; value = rest }',
  '    END { if (!found) { print "It did not write its output " wanted " to PIPELINE_OUTPUT." > "/dev/stderr"; exit 1 } printf "%s", value }',
  '  \' "$PIPELINE_OUTPUT" > "/tmp/outputs/$name"',
];

function script(text: string, shell: string): string {
  const body = text.endsWith('\n') ? text : `${text}\n`;
  let end = 'END_OF_SCRIPT';
  while (text.split('\n').includes(end)) end += '_';
  return `cat > /tmp/script <<'${end}'\n${body}${end}\n${(shells[shell] ?? shell).replaceAll('{0}', '/tmp/script')}`;
}

const shells: Readonly<Record<string, string>> = {
  sh: 'sh -e {0}',
  bash: 'bash --noprofile --norc -eo pipefail {0}',
  python: 'PYTHONPATH="$PWD" python3 {0}',
  node: 'node - < {0}',
  pwsh: 'pwsh -NoProfile -NonInteractive -File {0}',
};

/** A word as the shell reads it; of one that is known only in the run, the variable that holds it. */
function shellWord(word: string, place?: number): string {
  if (place !== undefined && word.includes('{{')) return `"$WORD_${place}"`;
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function retryStrategy({
  retries,
  retryDelayMs,
  retryBackoff,
  maxRetryDelayMs,
  retryOnExitCodes,
}: Task): YamlMap | undefined {
  if (retries === 0) return undefined;
  const backoff = new YamlMap(
    ['duration', `${Math.ceil(retryDelayMs / 1000)}s`],
    ['factor', retryBackoff === 1 ? undefined : String(retryBackoff)],
    ['cap', maxRetryDelayMs === undefined ? undefined : `${Math.ceil(maxRetryDelayMs / 1000)}s`],
  );
  return new YamlMap(
    ['limit', String(retries)],
    ['retryPolicy', 'Always'],
    ['expression', retryOnExitCodes ? `asInt(lastRetry.exitCode) in [${retryOnExitCodes.join(', ')}]` : undefined],
    ['backoff', retryDelayMs > 0 ? backoff : undefined],
  );
}

/** A pool of one is a mutex; the size of another stands in a ConfigMap. */
function synchronization({ pool }: Task, { index, pools }: ArgoWriting): YamlMap | undefined {
  if (pool === undefined) return undefined;
  if (index.source.pipeline.pools[pool] === 1) return new YamlMap(['mutexes', [yamlRecord({ name: pool })]]);
  return new YamlMap(['semaphores', [new YamlMap(['configMapKeyRef', yamlRecord({ name: pools, key: pool })])]]);
}
