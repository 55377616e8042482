import { containerLines } from './import-container.ts';
import type { Imported, ImportedTask } from './imported.ts';

/** The text of the pipeline file that an import gives. */
export function pipelineText({ from, name, params, env, secrets, crons, tasks }: Imported): string {
  const lines = [
    `# Made from ${from}: look it over.`,
    ...(name === undefined ? [] : [`name: ${quoted(name)}`]),
    ...block(
      'params',
      Object.entries(params).map(([key, { type, default: value, description }]) => {
        const words = [
          `type: ${type}`,
          ...(value === undefined ? [] : [`default: ${JSON.stringify(value)}`]),
          ...(description === undefined ? [] : [`description: ${JSON.stringify(description)}`]),
        ];
        return `  ${key}: { ${words.join(', ')} }`;
      }),
    ),
    ...block(
      'env',
      pairs(env).map(pair => `  ${pair}`),
    ),
    ...(secrets.length === 0 ? [] : [`secrets: [${secrets.join(', ')}]`]),
    ...block(
      'triggers',
      crons.map(
        ({ cron, timezone }) =>
          `  - { cron: ${JSON.stringify(cron)}${timezone === undefined ? '' : `, timezone: ${timezone}`} }`,
      ),
    ),
    '',
    'tasks:',
    ...tasks.flatMap((task, place) => [
      ...(place > 0 ? [''] : []),
      ...taskLines(task).map(line => (line === '' ? '' : `  ${line}`)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A task as it stands below `tasks`, from its column on. */
export function taskLines(task: ImportedTask): readonly string[] {
  const { description, needs, triggerRule, matrix = [], foreach, shell, timeout, retries, workingDirectory } = task;
  const outputs = Object.entries(task.outputs).map(
    ([name, output]) => `${name}: ${typeof output === 'string' ? output : `{ path: ${JSON.stringify(output.path)} }`}`,
  );
  const env = pairs(task.env);
  return [
    `${task.name}:`,
    ...(description === undefined ? [] : [`  description: ${JSON.stringify(description)}`]),
    ...(needs.length === 0 ? [] : [`  needs: [${needs.join(', ')}]`]),
    ...(triggerRule === undefined ? [] : [`  trigger_rule: ${triggerRule}`]),
    ...(task.if === undefined ? [] : [`  if: ${quoted(task.if)}`]),
    ...mapLines('matrix', matrix),
    ...(foreach === undefined
      ? []
      : [`  foreach: ${foreach.list}`, ...(foreach.as === 'item' ? [] : [`  as: ${foreach.as}`])]),
    ...(shell === undefined ? [] : [`  shell: ${quoted(shell)}`]),
    ...containerLines(task),
    ...mapLines('env', env),
    ...(workingDirectory === undefined ? [] : [`  working_directory: ${quoted(workingDirectory)}`]),
    ...(retries === undefined || retries === 0 ? [] : [`  retries: ${retries}`]),
    ...(timeout === undefined ? [] : [`  timeout: ${timeout}`]),
    ...(task.continueOnError ? ['  continue_on_error: true'] : []),
    ...runLines(task.script),
    ...(task.inputs.length === 0 ? [] : [`  inputs: [${task.inputs.map(file => JSON.stringify(file)).join(', ')}]`]),
    ...(outputs.length === 0 ? [] : [`  outputs: { ${outputs.join(', ')} }`]),
    ...(task.cache ? ['  cache: true'] : []),
  ];
}

/** A map in one line, or with a line for each entry where that would be long. */
function mapLines(key: string, entries: readonly string[]): readonly string[] {
  if (entries.length === 0) return [];
  const line = `  ${key}: { ${entries.join(', ')} }`;
  return line.length <= 120 ? [line] : [`  ${key}:`, ...entries.map(entry => `    ${entry}`)];
}

/** A script as it stands in a task. */
export function runLines(commands: readonly string[]): readonly string[] {
  const [only = ''] = commands;
  if (commands.length === 1 && /^[A-Za-z./][^#:"'\n]*$/.test(only) && !only.endsWith(' ')) return [`  run: ${only}`];
  const isBlock =
    /^\S/.test(commands.find(line => line !== '') ?? '') && commands.every(line => !/[^\P{Cc}\t]/u.test(line));
  if (!isBlock) return [`  run: ${JSON.stringify(`${commands.join('\n')}\n`)}`];
  return ['  run: |', ...commands.map(line => (line === '' ? '' : `    ${line}`))];
}

function block(key: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${key}:`, ...lines];
}

function pairs(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
}

function quoted(text: string): string {
  return /^[A-Za-z_./][\w./ -]*$/.test(text) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) &&
    text.trim() === text
    ? text
    : JSON.stringify(text);
}
