import { scalarsOf, valueUnder } from './reading/fields.ts';
import type { TaskBlock, ValueSyntax } from './syntax.ts';

/**
 * How far a script, as it is written behind `run`, is plain commands that each certainly run: up to a text of several
 * lines, a line that goes on in the next, a block of `if` or `for`, an early end. A script that YAML folds is read as none.
 */
export function certainPart(source: string): number {
  const isLiteral = source.startsWith('|');
  if (!isLiteral && source.includes('\n')) return 0;
  if (!isLiteral) return source.length;
  let at = source.indexOf('\n') + 1;
  while (at > 0 && at < source.length) {
    const feed = source.indexOf('\n', at);
    const line = source.slice(at, feed === -1 ? source.length : feed);
    if (!/^\s*#/.test(line) && (goesOn.test(line) || isOpen(line) || isQuotedOn(line))) return at;
    if (feed === -1) break;
    at = feed + 1;
  }
  return source.length;
}

/** A text from the next lines, a line that the next one belongs to, or an end that depends on what is there. */
const goesOn = /<<|\\\s*$|(?:^|[\s;&|(])(?:exit|return|trap|function)\b|\(\)/;

function isOpen(line: string): boolean {
  return /(?:^|[\s;&|(])(?:if|while|until|for|select|case)\s/.test(line) && !/\b(?:fi|done|esac)\s*$/.test(line);
}

function isQuotedOn(line: string): boolean {
  return line.split("'").length % 2 === 0 || line.split('"').length % 2 === 0;
}

/** Whether a task may bring files that no output tells of: by fetching, unpacking or copying. */
export function mayFetch({ body }: TaskBlock): boolean {
  const run = valueUnder(body, 'run');
  return run?.kind === 'list'
    ? fetching.test(scalarsOf(run)[0]?.text ?? '')
    : run?.kind === 'scalar' && fetching.test(run.text);
}

const fetching =
  /(?:^|[\s;&|(])(?:git|hg|svn|curl|wget|unzip|tar|gunzip|rsync|scp|sftp|dvc|aws|gsutil|gcloud|az|make|cookiecutter|terraform)(?:\s|$)/;

/**
 * Whether all that a task does is to run scripts by name and to print: any other program, as a compiler or an installer,
 * may make script files whose names stand nowhere.
 */
export function onlyRunsScripts({ body }: TaskBlock): boolean {
  const run: ValueSyntax | undefined = valueUnder(body, 'run');
  if (run?.kind === 'scalar') return onlyKnown(run.text);
  const words = scalarsOf(run).map(({ text }) => text);
  return words.length > 0 && isKnown(words.join(' '));
}

/** The same of a part of a script. */
export function onlyKnown(script: string): boolean {
  return script.split(/\n|;|&&|\|\|?/).every(isKnown);
}

function isKnown(command: string): boolean {
  const words = command.trim();
  return words === '' || words.startsWith('#') || harmless.test(words);
}

const harmless =
  /^(?:(?:echo|printf|true|false|:|sleep|export|set|date|pwd|ls|head|tail|wc|grep|sort|\||\|-|\|\+)(?:\s|$)|(?:(?:exec|time|nice|nohup|env|sudo|(?:uv|poetry|pipenv|hatch|pdm)\s+run|[A-Za-z_]\w*=\S*)\s+)*(?:(?:python[\d.]*|node|bash|sh|dash|zsh|fish|Rscript|julia|ruby|perl|php|lua|pwsh|tsx|bun|deno\s+run)(?:\s+-[uBOEsSexl]+)*\s+)?["']?[\w./-]+\.(?:py|sh|bash|m?js|cjs|m?ts|R|r|jl|rb|pl|php|lua|ps1)\b)/;
