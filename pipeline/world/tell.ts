import { guardText } from '../expressions/guards.ts';
import { type Fix, type Problem, problem, replacement } from '../problem.ts';
import { addNeed } from '../reading/need-slot.ts';
import type { ScalarSyntax, TaskSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import type { Finding } from './finding.ts';
import type { TaskTable } from './task-table.ts';

/** What is needed to say a finding in the user's words and at its place in the text. */
export interface Telling {
  readonly tasks: readonly TaskSyntax[];
  readonly table: TaskTable;
}

/** Makes a problem of a finding. */
export function tell(telling: Telling, finding: Finding): Problem {
  const { task } = finding;
  const name = nameOf(telling, task);
  switch (finding.kind) {
    case 'duplicate':
      return tellDuplicate(telling, task, finding.first);
    case 'unknown-need':
      return tellUnknownNeed(telling, finding);
    case 'cycle':
      return tellCycle(telling, finding);
    case 'redundant': {
      const [needed, via] = [needOf(telling, task, finding.need), nameOf(telling, finding.via)];
      const message = `"${name}" needs "${needed.text}" already through "${via}".`;
      return problem(
        'redundant-dependency',
        at(telling, task, needed.range),
        message,
        without(telling, task, finding.need),
      );
    }
    case 'repeated-need': {
      const needed = needOf(telling, task, finding.need);
      const message = `"${name}" needs "${needed.text}" twice.`;
      return problem(
        'redundant-dependency',
        at(telling, task, needed.range),
        message,
        without(telling, task, finding.need),
      );
    }
    case 'missing-needs':
      return tellMissingNeeds(telling, finding);
    case 'conflict':
      return tellConflict(telling, finding);
    case 'unreachable':
      return tellUnreachable(telling, finding);
    case 'exclusive':
      return tellExclusive(telling, finding);
    case 'unknown-pool':
      return tellUnknownPool(telling, finding);
    case 'indentation': {
      const message = `"${name}" does not begin in the same column as the first task: all tasks must.`;
      return problem('yaml-syntax', at(telling, task, blockOf(telling, task).name.range), message);
    }
    default:
      return finding satisfies never;
  }
}

type Told<K extends Finding['kind']> = Extract<Finding, { kind: K }>;

function tellDuplicate(telling: Telling, task: number, first: number): Problem {
  const [name, other] = [nameOf(telling, task), nameOf(telling, first)];
  const message =
    name === other
      ? `There is another task "${name}" above: every task needs a name of its own.`
      : `"${name}" and "${other}" differ only in case: choose another name.`;
  const related = [{ range: nameRange(telling, first), message: `The first task "${other}".` }];
  return problem('duplicate-task', nameRange(telling, task), message, { related });
}

function tellUnknownNeed(telling: Telling, { task, need, near }: Told<'unknown-need'>): Problem {
  const needed = needOf(telling, task, need);
  const range = at(telling, task, needed.range);
  if (needed.text.trim() === '') {
    const message = 'This need is empty: write the name of a task between the quotes, or take it out.';
    return problem('unknown-dependency', range, message, without(telling, task, need));
  }
  const names = severalNames(telling, needed);
  const meant = names ? `[${names.join(', ')}]` : near;
  const isMisplaced = /\s-\s/.test(needed.text);
  const hint = isMisplaced
    ? ' The "-" of all needs stand in one column.'
    : names
      ? ` Several needs are a list: ${meant}.`
      : near === undefined
        ? ''
        : ` Did you mean "${near}"?`;
  const isItem =
    needOf(telling, task, need) !== blockOf(telling, task).needs[0] || blockOf(telling, task).needs.length > 1;
  const fixes =
    meant === undefined || (names && isItem)
      ? []
      : [withReferences(telling, task, needed, replacement(`Write ${names ? meant : `"${near}"`}`, range, meant))];
  return problem('unknown-dependency', range, `There is no task "${needed.text}".${hint}`, { fixes });
}

/** The mend of a need, together with the same name in the expressions of the task. */
function withReferences(telling: Telling, task: number, { text }: ScalarSyntax, fix: Fix): Fix {
  const references = telling.table.units[task]?.facts.references ?? [];
  const named = references.flatMap(({ context, steps: [name] }) =>
    context.name === 'tasks' && name?.name === text && name.range.end - name.range.start === text.length ? [name] : [],
  );
  const newText = fix.edits[0]?.newText ?? text;
  return {
    ...fix,
    edits: [...fix.edits, ...named.map(name => ({ range: at(telling, task, name.range), newText }))],
  };
}

/** The tasks that one text names with spaces or commas between them, as other tools allow. */
function severalNames({ table }: Telling, { text }: ScalarSyntax): readonly string[] | undefined {
  const names = text.split(/[\s,]+/).filter(name => name !== '');
  return names.length > 1 && names.every(name => table.positions.has(name)) ? names : undefined;
}

function tellCycle(telling: Telling, { cycle }: Told<'cycle'>): Problem {
  const hops = cycle.tasks.map((task, hop) => {
    const need = cycle.needs[hop] ?? 0;
    const needed = needOf(telling, task, need);
    return {
      task,
      range: at(telling, task, needed.range),
      message: `"${nameOf(telling, task)}" needs "${needed.text}"`,
    };
  });
  const first = hops[0];
  const range = first?.range ?? { start: 0, end: 0 };
  const related = hops.map(hop => ({ range: hop.range, message: hop.message }));
  if (hops.length === 1) {
    const message = `"${nameOf(telling, cycle.tasks[0] ?? 0)}" needs itself, so it can never start.`;
    return problem('dependency-cycle', range, message, {
      related,
      ...without(telling, cycle.tasks[0] ?? 0, cycle.needs[0] ?? 0),
    });
  }
  const shown = hops.length > 6 ? [...hops.slice(0, 5).map(hop => hop.message), '…'] : hops.map(hop => hop.message);
  const message = `These tasks wait for each other: ${shown.join(', ')}. Take one of these needs out.`;
  return problem('dependency-cycle', range, message, {
    related,
    ...without(telling, cycle.tasks[0] ?? 0, cycle.needs[0] ?? 0),
  });
}

function tellMissingNeeds(telling: Telling, { task, read, writer, wouldCycle }: Told<'missing-needs'>): Problem {
  const file = telling.table.units[task]?.facts.reads[read];
  const [name, writing] = [nameOf(telling, task), nameOf(telling, writer)];
  const range = at(telling, task, file?.place.range ?? nothing);
  if (wouldCycle) {
    const message = `"${writing}" writes "${file?.path}", but comes after "${name}", which reads it.`;
    return problem('missing-needs', range, message);
  }
  const what = file?.pattern ? `a file that fits "${file.path}"` : `"${file?.path}"`;
  const message = `"${writing}" writes ${what}, but "${name}" does not need it, so the file may not be there yet.`;
  const slot = telling.table.units[task]?.facts.needSlot;
  return problem('missing-needs', range, message, { fixes: addNeed(slot, writing, telling.tasks[task]?.start ?? 0) });
}

function tellConflict(telling: Telling, { task, write, other, otherWrite }: Told<'conflict'>): Problem {
  const [mine, first] = [
    telling.table.units[task]?.facts.writes[write],
    telling.table.units[other]?.facts.writes[otherWrite],
  ];
  const [name, writer] = [nameOf(telling, task), nameOf(telling, other)];
  const isSame = mine?.path === first?.path;
  const message = isSame
    ? `"${name}" and "${writer}" both write "${mine?.path}", and neither waits for the other: use two files, or let one need the other.`
    : `"${name}" writes "${mine?.path}" into the folder "${first?.path}", which "${writer}" writes, and neither waits for the other: use another folder, or let one need the other.`;
  const where = `"${writer}" writes ${isSame ? 'it' : 'the folder'} here.`;
  const related = [{ range: at(telling, other, first?.place.range ?? nothing), message: where }];
  return problem('output-conflict', at(telling, task, mine?.place.range ?? nothing), message, { related });
}

function tellUnreachable(telling: Telling, { task, need }: Told<'unreachable'>): Problem {
  const rule = telling.table.units[task]?.facts.rule;
  const needed = needOf(telling, task, need).text;
  const why =
    rule?.text === 'all_skipped'
      ? `"${needed}" has neither "if" nor "needs", so it is never skipped`
      : `"${needed}" has "continue_on_error", so its failure counts as success`;
  const message = `"${nameOf(telling, task)}" can never start by the rule ${rule?.text}: ${why}.`;
  return problem('unreachable-task', at(telling, task, rule?.range ?? nothing), message);
}

function tellExclusive(telling: Telling, { task, need, other, guard, against }: Told<'exclusive'>): Problem {
  const [one, two] = [needOf(telling, task, other).text, needOf(telling, task, need).text];
  const isFailure = [guard, against].some(({ subject, is, value }) => subject.endsWith('.status') && !is && value);
  const rule = `trigger_rule: ${isFailure ? 'one_success' : 'none_failed_min_one_success'}`;
  const message = `"${nameOf(telling, task)}" can never start: "${one}" succeeds only when ${guardText(against)}, "${two}" only when ${guardText(guard)}, and it needs both. To go on after either, add "${rule}".`;
  const facts = telling.table.units[task]?.facts;
  const slot = facts?.rule ? undefined : facts?.keySlot;
  const fixes = slot ? [replacement(`Add "${rule}"`, at(telling, task, slot.range), `${rule}${slot.after}`)] : [];
  return problem('unreachable-task', at(telling, task, needOf(telling, task, need).range), message, { fixes });
}

function tellUnknownPool(telling: Telling, { task, near }: Told<'unknown-pool'>): Problem {
  const pool = telling.table.units[task]?.facts.pool;
  const range = at(telling, task, pool?.range ?? nothing);
  const hint = near === undefined ? ` Add it to "pools".` : ` Did you mean "${near}"?`;
  const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, range, near)];
  return problem('unknown-pool', range, `There is no pool "${pool?.text}".${hint}`, { fixes });
}

const nothing: TextRange = { start: 0, end: 0 };

/** The mend that takes a need out of a list; one that stands alone is left to the user. */
function without(telling: Telling, task: number, need: number) {
  const needs = telling.table.units[task]?.facts.needs ?? [];
  const [mine, next, last] = [needs[need], needs[need + 1], needs[need - 1]];
  if (!mine || (!next && !last)) return {};
  const range = next
    ? { start: mine.range.start, end: next.range.start }
    : { start: last?.range.end ?? mine.range.start, end: mine.range.end };
  return { fixes: [replacement(`Do not need "${mine.text}"`, at(telling, task, range), '')] };
}

function blockOf(telling: Telling, task: number) {
  const block = telling.table.units[task]?.block;
  if (!block) throw new Error(`There is no task at position ${task}.`);
  return block;
}

function nameOf(telling: Telling, task: number): string {
  return blockOf(telling, task).name.text;
}

function nameRange(telling: Telling, task: number): TextRange {
  return at(telling, task, blockOf(telling, task).name.range);
}

function needOf(telling: Telling, task: number, need: number): ScalarSyntax {
  const found = telling.table.units[task]?.facts.needs[need];
  if (!found) throw new Error(`The task at position ${task} has no need ${need}.`);
  return found;
}

function at(telling: Telling, task: number, range: TextRange): TextRange {
  const start = telling.tasks[task]?.start ?? 0;
  return { start: range.start + start, end: range.end + start };
}
