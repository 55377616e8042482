import { matrixOf } from '../building/build-matrix.ts';
import { expandMatrix } from '../file-pattern.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { entriesOf, entryOf, isNull, scalarOf, valueUnder } from '../reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import { foreignTaskWords } from '../vocabulary/foreign-words.ts';
import { taskKeys } from '../vocabulary/task-keys.ts';
import { checkFanOut } from './fan-out.ts';
import { isTaskName, isTooLongName } from './formats.ts';
import { fitsKey } from './shape.ts';
import { checkUnknownKey, meansKey } from './unknown-key.ts';
import { checkUsesKeys } from './uses-keys.ts';
import { say } from './values.ts';

/** Checks what holds between the keys of one task. `broken`: its YAML has faults, so that something may only seem to be missing. */
export function checkTask(name: ScalarSyntax, body: ValueSyntax | undefined, broken: boolean): Problem[] {
  const problems = broken ? [] : checkName(name);
  if (body && body.kind !== 'map' && !(body.kind === 'scalar' && isNull(body))) return problems;
  return problems.concat(
    checkAction(name, body, broken),
    checkCompanions(body),
    checkOutputs(body),
    checkUsesKeys(body),
    checkFanOut(body),
    checkInstancePaths(name, body),
  );
}

function checkName(name: ScalarSyntax): Problem[] {
  if (isTaskName(name.text)) return [];
  const message = isTooLongName(name.text)
    ? 'The name of a task has at most 100 characters, and at most 200 bytes in UTF-8.'
    : `${say(name)} cannot be the name of a task: use letters, digits, "_", "-" and ".", and begin with a letter, a digit or "_".`;
  return [problem('invalid-value', name.range, message)];
}

/** A word of another tool for `run` is told of once, by itself. */
function checkAction(name: ScalarSyntax, body: ValueSyntax | undefined, broken: boolean): Problem[] {
  const run = entryOf(body, 'run');
  const uses = entryOf(body, 'uses');
  if (run && uses) {
    return [
      problem('missing-run', uses.key.range, `The task "${name.text}" has both "run" and "uses": keep one of them.`),
    ];
  }
  if (uses) return [];
  if (run) {
    if (run.value && !(run.value.kind === 'scalar' && isNull(run.value))) return [];
    return broken ? [] : [problem('missing-run', run.key.range, 'The script of "run" is missing.')];
  }
  const foreign = entriesOf(body).find(
    entry => meansKey(entry, 'run', taskKeys, foreignTaskWords) || entry.key.text === 'steps',
  );
  if (foreign && body?.kind === 'map')
    return [
      {
        ...checkUnknownKey(foreign, body, taskKeys, foreignTaskWords, fitsKey),
        code: 'missing-run',
        severity: 'error',
      },
    ];
  if (broken) return [];
  const meant = commandInShell(body);
  if (meant) return [meant];
  return [problem('missing-run', name.range, `The task "${name.text}" does nothing: it needs "run" or "uses".`)];
}

/** Snakemake writes the command of a rule behind `shell`. */
function commandInShell(body: ValueSyntax | undefined): Problem | undefined {
  const shell = entryOf(body, 'shell');
  const written = scalarOf(body, 'shell');
  if (!shell || !written || !/\s/.test(written.text.trim()) || written.text.includes('{0}')) return undefined;
  const fixes = [replacement('Write "run"', shell.key.range, 'run')];
  const message = '"shell" says what reads the script; a command stands behind "run" here.';
  return problem('missing-run', written.range, message, { fixes });
}

function checkCompanions(body: ValueSyntax | undefined): Problem[] {
  const problems = [...checkCompanion(body, 'with', 'uses'), ...checkCompanion(body, 'as', 'foreach')];
  const shell = entryOf(body, 'shell');
  if (shell && valueUnder(body, 'run')?.kind === 'list') {
    const message = 'A "run" that is a list is started without a shell: take "shell" out, or write a script.';
    problems.push(problem('invalid-value', shell.key.range, message));
  }
  return problems;
}

function checkCompanion(body: ValueSyntax | undefined, key: string, companion: string): Problem[] {
  const entry = entryOf(body, key);
  if (!entry || entryOf(body, companion)) return [];
  return [problem('invalid-value', entry.key.range, `"${key}" has a meaning only beside "${companion}".`)];
}

function checkOutputs(body: ValueSyntax | undefined): Problem[] {
  return entriesOf(valueUnder(body, 'outputs')).flatMap(({ key, value }) => {
    if (!value || (value.kind === 'scalar' && isNull(value))) {
      const message = `The output "${key.text}" needs a type such as number, or a path: { path: data/file.csv }.`;
      return [problem('invalid-value', key.range, message)];
    }
    if (value.kind !== 'map') return [];
    const path = scalarOf(value, 'path');
    const type = entryOf(value, 'type');
    if (path && type) {
      return [
        problem('invalid-value', type.key.range, 'An output is a file with a path, or a value with a type: not both.'),
      ];
    }
    if (path || type) return [];
    return [problem('invalid-value', key.range, `The output "${key.text}" needs a path or a type.`)];
  });
}

/** The instances of a matrix run side by side: a file whose path is the same in several of them is written over. */
function checkInstancePaths(name: ScalarSyntax, body: ValueSyntax | undefined): Problem[] {
  const matrix = matrixOf(valueUnder(body, 'matrix'));
  if (!matrix || matrix.include.length + matrix.exclude.length > 0) return [];
  const instances = Object.values(matrix.axes).reduce((product, values) => product * values.length, 1);
  return entriesOf(valueUnder(body, 'outputs')).flatMap(({ value }) => {
    const path = scalarOf(value, 'path');
    const written = path && /[^/]\.\w+$/.test(path.text) ? expandMatrix(path.text, matrix) : undefined;
    if (!path || !written || new Set(written).size >= instances) return [];
    const axis = Object.keys(matrix.axes).find(known => !path.text.includes(`matrix.${known}`));
    const message = `Several of the ${instances} instances of "${name.text}" write one file: put \${{ matrix.${axis} }} into its path.`;
    return [problem('output-conflict', path.range, message, { fixes: eachItsOwn(path, Object.keys(matrix.axes)) })];
  });
}

/** The values of the matrix that are not in the path yet, in front of its ending. */
function eachItsOwn(path: ScalarSyntax, axes: readonly string[]) {
  if (path.text.includes('"') || path.text.includes('\\')) return [];
  const missing = axes.filter(axis => !path.text.includes(`matrix.${axis}`)).map(axis => `-\${{ matrix.${axis} }}`);
  const text = path.text.replace(/(\.\w+)$/, `${missing.join('').replaceAll('$', '$$$$')}$1`);
  return [replacement(`Write "${text}"`, path.range, `"${text}"`)];
}
