import { type Problem, problem } from '../problem.ts';
import { entriesOf, entryOf, scalarOf, valueUnder } from '../reading/fields.ts';
import type { EntrySyntax, ValueSyntax } from '../syntax.ts';
import { executorKeys } from '../vocabulary/executor-keys.ts';
import { executorTypes } from '../vocabulary/words.ts';
import { checkOptions } from './executor-options.ts';
import { isTaskName } from './formats.ts';
import { say } from './values.ts';

/** Checks what holds between the keys of each executor: which type it has, and what that type takes and needs. */
export function checkExecutors(executors: ValueSyntax | undefined): Problem[] {
  return entriesOf(executors).flatMap(checkExecutor);
}

function checkExecutor({ key, value }: EntrySyntax): Problem[] {
  if (!isTaskName(key.text)) {
    const message = `${say(key)} cannot be the name of an executor: use letters, digits, "_", "-" and ".".`;
    return [problem('invalid-value', key.range, message)];
  }
  const written = scalarOf(value, 'type');
  const type = written?.text ?? key.text;
  if (!types.has(type)) {
    const message = `The executor "${key.text}" needs a "type": one of ${[...types].join(', ')}.`;
    return written ? [] : [problem('invalid-value', key.range, message)];
  }
  if (types.has(key.text) && type !== key.text && written) {
    const message = `"${key.text}" is the name of a type: an executor of the type ${type} needs another name.`;
    return [problem('invalid-value', written.range, message)];
  }
  return [
    ...checkSettings(type, value),
    ...checkHosts(type, key, value),
    ...checkNames(type, value),
    ...checkOptions(type, value),
  ];
}

function checkSettings(type: string, value: ValueSyntax | undefined): Problem[] {
  const foreign = entriesOf(value).flatMap(entry => {
    const of = executorKeys.find(({ name }) => name === entry.key.text)?.types;
    if (!of || of.includes(type)) return [];
    const message = `"${entry.key.text}" is a setting of ${of.join(', ')}, not of ${type}: take it out.`;
    return [problem('invalid-value', entry.key.range, message)];
  });
  const mode = scalarOf(value, 'mode')?.text ?? 'batch';
  const ofPilot = ['time', 'cpus'].flatMap(name => {
    const entry = entryOf(value, name);
    if (!entry || type !== 'slurm' || mode === 'pilot') return [];
    const message = `"${name}" is what the allocation of "mode: pilot" has: here each task says it in "${name === 'time' ? 'timeout' : 'resources'}".`;
    return [problem('invalid-value', entry.key.range, message)];
  });
  return [...foreign, ...ofPilot];
}

/** What has a form of its own. */
function checkNames(type: string, value: ValueSyntax | undefined): Problem[] {
  return Object.entries(forms).flatMap(([name, { of, form, words }]) => {
    const found = of === type ? scalarOf(value, name) : undefined;
    if (!found || form.test(found.text)) return [];
    return [problem('invalid-value', found.range, `${say(found)} cannot be the "${name}": ${words}`)];
  });
}

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
const forms = {
  directory: { of: 'ssh', form: /^\//, words: 'write its whole path, from "/" on.' },
  namespace: { of: 'kubernetes', form: new RegExp(`^${label}$`), words: 'use small letters, digits and "-".' },
  volume: {
    of: 'kubernetes',
    form: new RegExp(`^${label}(\\.${label})*(/(?!\\.\\.(/|$))[^/]+)*$`),
    words: 'write the name of a claim, or claim/folder.',
  },
} as const;

function checkHosts(type: string, key: EntrySyntax['key'], value: ValueSyntax | undefined): Problem[] {
  if (type === 'ssh' && !valueUnder(value, 'hosts')) {
    return [problem('invalid-value', key.range, `The executor "${key.text}" needs "hosts": [name-of-a-host].`)];
  }
  const hosts = valueUnder(value, 'hosts');
  const seen = new Set<string>();
  return (hosts?.kind === 'list' ? hosts.items : []).flatMap(item => {
    const host = item.kind === 'scalar' ? item : scalarOf(item, 'host');
    if (host && seen.has(host.text)) {
      const message = `${say(host)} is there already: say how many tasks it takes by { host: ${host.text}, slots: 2 }.`;
      return [problem('invalid-value', host.range, message)];
    }
    if (host) seen.add(host.text);
    // What begins with a dash, ssh would read as an option.
    if (!host || !/^-|\s/.test(host.text)) return [];
    return [problem('invalid-value', host.range, `${say(host)} is no host: write it as \`ssh\` takes it.`)];
  });
}

const types: ReadonlySet<string> = new Set(executorTypes.map(({ value }) => value));
