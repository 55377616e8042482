import type { Analysis } from '../../pipeline/analyse.ts';
import type { EntrySyntax, TaskSyntax } from '../../pipeline/syntax.ts';
import { taskAt } from '../../pipeline/task-at.ts';
import { entryIn, entryOf, nameOf, placed, scalarText, topEntry } from '../task-facts.ts';
import type { Action } from './action.ts';
import { removeEntry } from './remove-entry.ts';

/** The files beside a pipeline, seen from its folder. */
export interface FilesToRead {
  readonly isThere: (path: string) => boolean;
  readonly read: (path: string) => string | undefined;
}

/** How a script is started as the runner starts it, by shell, with the ending of such files. */
const starts: Readonly<Record<string, readonly [command: string, ending: string]>> = {
  sh: ['sh -e', 'sh'],
  bash: ['bash -eo pipefail', 'sh'],
  python: ['python3', 'py'],
};

/**
 * Moves the script of the task at an offset into a file of its own beside the pipeline. Offered where it means the same
 * there: no expression in it, no other folder to work in, a shell that is known, no cache that would not see the file.
 */
export function scriptToFile(analysis: Analysis, offset: number, files: FilesToRead): Action | undefined {
  const found = runAt(analysis, offset);
  const script = scalarText(found?.run.value) ?? '';
  if (!found || !script.trimEnd().includes('\n') || script.includes('${{')) return undefined;
  const { task, value, shell } = found;
  const start = starts[shell ?? 'sh'];
  const name = nameOf(task).replace(/[^\w.-]+/g, '-');
  const path = `${name}.${start?.[1]}`;
  if (!start || /^[-.]/.test(name) || files.isThere(path)) return undefined;
  const own = entryOf(task, 'shell');
  const shellRange = own?.value && placed(task, { start: own.key.range.start, end: own.value.range.end });
  const isWord = shellRange && /^[\w-]+$/.test(scalarText(own?.value) ?? '');
  const isCached = entryOf(task, 'cache') ?? entryIn(topEntry(analysis, 'defaults')?.value, 'cache');
  if (isCached || (own && !isWord)) return undefined;
  const removed = shellRange ? [removeEntry(analysis.text, shellRange.start, shellRange.end)] : [];
  const text = script.endsWith('\n') ? script : `${script}\n`;
  return {
    title: `Move the script to ${path}`,
    kind: 'refactor.extract',
    edits: [{ range: value, newText: `${start[0]} ${path}` }, ...removed],
    creates: { path, text },
  };
}

/** Writes the script that the task at an offset starts into the pipeline; the file stays. Only for what reads the same there. */
export function fileToScript(analysis: Analysis, offset: number, files: FilesToRead): Action | undefined {
  const found = runAt(analysis, offset);
  const words = scalarText(found?.run.value)?.trim() ?? '';
  const [, command, path] = /^(?:(sh|sh -e|bash|bash -e|bash -eo pipefail) )?([\w./-]+)$/.exec(words) ?? [];
  if (
    !found ||
    path === undefined ||
    (command === undefined && !path.includes('/')) ||
    (found.shell ?? 'sh') !== 'sh' ||
    entryOf(found.task, 'shell')
  )
    return undefined;
  const whole = files.read(path)?.replaceAll('\r\n', '\n').trimEnd();
  const options = optionsOf(command ?? firstLine.exec(whole ?? '')?.[1]);
  const script = whole?.replace(/^#!.*\n+/, '');
  if (!options || !script || script.length > longest || !/^[^\s]/.test(script) || unlike.test(script)) return undefined;
  const { text } = analysis;
  const key = placed(found.task, found.run.key.range).start;
  const indent = text.slice(text.lastIndexOf('\n', key - 1) + 1, key);
  if (!/^ *$/.test(indent)) return undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = [...options.undone, ...script.split('\n')].map(line =>
    line.trim() === '' ? '' : `${indent}  ${line}`,
  );
  const shell = options.shell === 'sh' ? [] : [`${indent}shell: bash`];
  const newText = ['|', ...lines, ...shell].join(newline);
  return {
    title: `Write ${path} into the pipeline`,
    kind: 'refactor.inline',
    edits: [{ range: found.value, newText }],
  };
}

/** What a file that is started by its name says of who reads it. */
const firstLine = /^#!(?:\/usr)?\/bin\/(?:env )?((?:ba)?sh(?: -e(?:o pipefail)?)?)\n/;

/** The shell of a command, and what must be said first in the pipeline, where a script ends at what first fails. */
function optionsOf(command: string | undefined) {
  const [shell, ...options] = command?.split(' ') ?? [];
  if (shell !== 'sh' && shell !== 'bash') return undefined;
  const stops = options[0]?.startsWith('-e') === true;
  const pipes = shell === 'bash' && options[1] !== 'pipefail' ? ['set +o pipefail'] : [];
  return { shell, undone: [...(stops ? [] : ['set +e']), ...pipes] };
}

/** A longer script is better in a file. */
const longest = 20_000;
/** What reads its own place, or what the pipeline would read as an expression or not at all. */
const unlike = /\$\{\{|\$0|\$[1-9@*#]|BASH_SOURCE|[^\t\n\x20-\ud7ff\ue000-\ufffd]/;

interface Run {
  readonly task: TaskSyntax;
  readonly run: EntrySyntax;
  /** The value of `run`, without the space behind it. */
  readonly value: { readonly start: number; readonly end: number };
  readonly shell?: string;
}

/** The `run` of a task at an offset, if nothing but the task's own words says what it means. */
function runAt(analysis: Analysis, offset: number): Run | undefined {
  const task = taskAt(analysis.syntax, offset);
  const run = task && entryOf(task, 'run');
  if (!task || run?.value?.kind !== 'scalar') return undefined;
  const defaults = topEntry(analysis, 'defaults')?.value;
  const range = placed(task, run.value.range);
  const isHere = placed(task, run.key.range).start <= offset && offset <= range.end;
  const first = analysis.text[range.start] ?? '';
  if (!isHere || first === '*' || first === '&' || range.end - range.start < 2) return undefined;
  if (entryOf(task, 'working_directory') || topEntry(analysis, 'working_directory')) return undefined;
  if (entryIn(defaults, 'working_directory') || entryIn(defaults, 'shell')) return undefined;
  const end = range.start + analysis.text.slice(range.start, range.end).trimEnd().length;
  const shell = scalarText(entryOf(task, 'shell')?.value);
  return { task, run, value: { start: range.start, end }, ...(shell === undefined ? {} : { shell }) };
}
