import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { type Reference, usedNames } from '../../pipeline/expressions/references.ts';
import { expressionsIn } from '../../pipeline/expressions/template.ts';

/** The tasks of which an expression in `texts` reads what they gave, as it names them; `any` when it is chosen only while it runs which. */
export function tasksRead(texts: readonly string[]): ReadonlySet<string> | 'any' {
  const names = new Set<string>();
  for (const text of texts) {
    if (!word.test(text)) continue;
    for (const expression of expressionsIn(text)) {
      for (const name of namesIn(expression)) {
        if (name === undefined) return 'any';
        names.add(name);
      }
    }
  }
  return names;
}

const word = /\btasks\b/i;

/** Nothing stands for a name that is not written there. Most expressions are plain, and need not be parsed. */
function namesIn(expression: string): readonly (string | undefined)[] {
  const plain = [...expression.matchAll(plainly)];
  if (!word.test(expression.replace(plainly, ''))) return plain.map(([, name]) => name);
  const parsed = parseExpression(expression);
  return parsed.ok
    ? usedNames(parsed)
        .references.filter(readsOutputs)
        .map(({ steps }) => steps[0]?.name)
    : [];
}

const plainly = /\btasks\.([\w-]+)\.outputs\b/gi;

function readsOutputs({ context, steps }: Reference): boolean {
  return context.name.toLowerCase() === 'tasks' && steps[1]?.name.toLowerCase() !== 'status';
}
