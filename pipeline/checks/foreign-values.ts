import { type Fix, replacement } from '../problem.ts';
import { numberOf, scalarOf, scalarsOf } from '../reading/fields.ts';
import type { EntrySyntax, ScalarSyntax, ValueSyntax } from '../syntax.ts';

/** The mend for a key of another tool whose value is written otherwise there: key and value in our words; nothing where it is not sure. */
export function rewritten({ key, value }: EntrySyntax): Fix | undefined {
  if (!value || value.range.start < key.range.end) return undefined;
  if (key.text === 'strategy') return matrixInside(key, value);
  const newText = inOurWords(key.text, value);
  if (newText === undefined) return undefined;
  return replacement(`Write "${newText}"`, { start: key.range.start, end: value.range.end }, newText);
}

function inOurWords(key: string, value: ValueSyntax): string | undefined {
  const scalar = value.kind === 'scalar' ? value : undefined;
  const number =
    typeof scalar?.value === 'number' && Number.isInteger(scalar.value) && scalar.value >= 0 ? scalar.value : undefined;
  switch (key) {
    case 'timeout-minutes':
      return number === undefined ? undefined : `timeout: ${number}m`;
    case 'timeout_seconds':
    case 'execution_timeout':
      return number === undefined ? undefined : `timeout: ${number}s`;
    case 'attempts':
      return number === undefined || number < 1 ? undefined : `retries: ${number - 1}`;
    case 'retry':
      return retries(value);
    case 'retry_exponential_backoff':
      return scalar?.value === true ? 'retry_backoff: 2' : undefined;
    case 'cron':
    case 'schedule':
    case 'schedule_interval':
      return scalar ? schedule(scalar) : undefined;
    case 'on':
      return githubSchedule(value);
    case 'allow_failure':
    case 'continue-on-error':
    case 'ignore_errors':
    case 'soft_fail':
      return yesOrNo(scalar);
    case 'threads':
    case 'cpus':
    case 'gpus':
      return number === undefined ? undefined : `resources: { ${key === 'gpus' ? 'gpus' : 'cpus'}: ${number} }`;
    case 'script':
    case 'command':
    case 'cmd':
    case 'bash_command':
    case 'commands':
    case 'cmds':
      return script(value);
    case 'when':
      return gitlabRule(scalar);
    case 'concurrency':
      return number === undefined || number < 1 ? undefined : `max_parallel: ${number}`;
    default:
      return undefined;
  }
}

/** `when` of GitLab. */
function gitlabRule(scalar: ScalarSyntax | undefined): string | undefined {
  const rules = new Map([
    ['on_failure', 'one_failed'],
    ['on_success', 'all_success'],
    ['always', 'all_done'],
  ]);
  const rule = rules.get(scalar?.text ?? '');
  return rule && `trigger_rule: ${rule}`;
}

function retries(value: ValueSyntax): string | undefined {
  const again = retriesIn(value);
  return again === undefined ? undefined : `retries: ${again}`;
}

/** How many runs after the first `{ max: 2 }` of GitLab, `{ limit: 2 }` of Buildkite and Argo or `{ max_attempts: 3 }` mean. */
export function retriesIn(value: ValueSyntax): number | undefined {
  const again = numberOf(value, 'max') ?? numberOf(value, 'limit') ?? numberOf(value, 'retries');
  if (again !== undefined) return again;
  const attempts = numberOf(value, 'max_attempts') ?? numberOf(value, 'attempts');
  return attempts === undefined || attempts < 1 ? undefined : attempts - 1;
}

/** `strategy: { matrix: … }` of GitHub, where it says nothing else: the matrix without what is around it. */
function matrixInside({ range }: ScalarSyntax, value: ValueSyntax): Fix | undefined {
  const [matrix] = value.kind === 'map' && value.entries.length === 1 ? value.entries : [];
  if (matrix?.key.text !== 'matrix' || !matrix.value || matrix.value.range.start < matrix.key.range.end)
    return undefined;
  const edits = [
    { range: { start: range.start, end: matrix.key.range.start }, newText: '' },
    { range: { start: matrix.value.range.end, end: value.range.end }, newText: '' },
  ];
  return { title: 'Put the matrix straight into the task', edits };
}

function schedule({ text }: ScalarSyntax): string | undefined {
  const isCron = /^@(?:hourly|daily|weekly|monthly|yearly)$/.test(text) || /^\S+(?: +\S+){4}$/.test(text);
  return isCron ? `triggers: [{ cron: ${JSON.stringify(text)} }]` : undefined;
}

/** `on: { schedule: [{ cron: … }] }` of GitHub. */
function githubSchedule(value: ValueSyntax): string | undefined {
  const listed = value.kind === 'map' ? value.entries.find(({ key }) => key.text === 'schedule')?.value : undefined;
  if (listed?.kind !== 'list' || (value.kind === 'map' && value.entries.length > 1)) return undefined;
  const crons = listed.items.map(item => scalarOf(item, 'cron')?.text);
  if (crons.length === 0 || crons.includes(undefined)) return undefined;
  return `triggers: [${crons.map(cron => `{ cron: ${JSON.stringify(cron)} }`).join(', ')}]`;
}

function yesOrNo(scalar: ScalarSyntax | undefined): string | undefined {
  const word = scalar?.text.toLowerCase() ?? '';
  if (/^(?:yes|on|true|1)$/.test(word)) return 'continue_on_error: true';
  return /^(?:no|off|false|0)$/.test(word) ? 'continue_on_error: false' : undefined;
}

/** Whether a list says a command in each item: as a list of ours it would be the words of one. */
export function isListOfCommands(value: ValueSyntax | undefined): boolean {
  return value?.kind === 'list' && scalarsOf(value).some(({ text }) => /\S\s+\S/.test(text) && !/^-/.test(text));
}

/** A list of simple commands, joined so that the first that fails ends them. */
function script(value: ValueSyntax): string | undefined {
  const commands = scalarsOf(value);
  if (value.kind !== 'list' || commands.length !== value.items.length || commands.length === 0) return undefined;
  if (commands.some(({ text }) => /[\n#]/.test(text))) return undefined;
  return `run: ${JSON.stringify(commands.map(({ text }) => text).join(' && '))}`;
}
