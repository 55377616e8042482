import type { Analysis } from '../pipeline/analyse.ts';
import type { EntrySyntax, MapSyntax, TaskSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import type { TextRange } from '../pipeline/text-range.ts';

/** The name of a task as text. */
export function nameOf(task: TaskSyntax): string {
  return String(task.block.name.value ?? '');
}

/** The names that a task needs, each once. */
export function needsOf(task: TaskSyntax): readonly string[] {
  return [...new Set(task.block.needs.map(need => String(need.value ?? '')))];
}

/** The entry of a key of a task. */
export function entryOf(task: TaskSyntax, key: string): EntrySyntax | undefined {
  return entryIn(task.block.body, key);
}

/** The entry of a key of a map; nothing where there is no map. */
export function entryIn(value: ValueSyntax | undefined, key: string): EntrySyntax | undefined {
  return mapOf(value)?.entries.find(entry => entry.key.value === key);
}

/** The entries of a map; none where there is no map. */
export function entriesOf(value: ValueSyntax | undefined): readonly EntrySyntax[] {
  return mapOf(value)?.entries ?? [];
}

/** A top-level entry. */
export function topEntry(analysis: Analysis, key: string): EntrySyntax | undefined {
  return analysis.syntax.entries.find(entry => entry.key.value === key);
}

/** What `description` says. */
export function descriptionOf(task: TaskSyntax): string | undefined {
  return scalarText(entryOf(task, 'description')?.value);
}

/** A scalar as text; nothing for a map, a list or null. */
export function scalarText(value: ValueSyntax | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** The range counted from the beginning of the text. */
export function placed(task: TaskSyntax, range: TextRange): TextRange {
  return { start: range.start + task.start, end: range.end + task.start };
}

/** All that a task waits for, directly and through others. */
export function upstreamOf(analysis: Analysis, name: string): ReadonlySet<string> {
  return reached(name, at => {
    const task = analysis.syntax.tasksByName.get(at);
    return task ? needsOf(task) : [];
  });
}

/** All that waits for a task, directly and through others. */
export function downstreamOf({ syntax, kept }: Analysis, name: string): ReadonlySet<string> {
  const table = kept.assembly?.world.table;
  const from = table?.positions.get(name);
  if (!table || from === undefined) return new Set();
  const { firsts, next, waiting } = waitingChains(table.needs);
  const found = new Set<number>();
  const open = [from];
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    for (let link = firsts[task] ?? -1; link !== -1; link = next[link] ?? -1) {
      const below = waiting[link] ?? 0;
      if (found.has(below)) continue;
      found.add(below);
      open.push(below);
    }
  }
  return new Set([...found].flatMap(task => syntax.tasks[task]?.block.name.text ?? []));
}

/** Who waits for each task, as chains: no list is made for each task of a large file. */
function waitingChains(needs: readonly (readonly number[])[]) {
  const firsts = new Int32Array(needs.length).fill(-1);
  const next: number[] = [];
  const waiting: number[] = [];
  for (const [task, targets] of needs.entries()) {
    for (const need of targets) {
      if (need < 0) continue;
      next.push(firsts[need] ?? -1);
      firsts[need] = waiting.push(task) - 1;
    }
  }
  return { firsts, next, waiting };
}

/** The tasks that name this one in their `needs`, in the order of the file. */
export function waitingFor(analysis: Analysis, name: string): readonly string[] {
  return analysis.syntax.tasks.filter(task => needsOf(task).includes(name)).map(nameOf);
}

function reached(from: string, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...next(from)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...next(name));
  }
  return found;
}

function mapOf(value: ValueSyntax | undefined): MapSyntax | undefined {
  return value?.kind === 'map' ? value : undefined;
}
