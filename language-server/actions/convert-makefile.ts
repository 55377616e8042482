import { taskName as nameOf } from '../../importers/imported.ts';
import { runLines } from '../../importers/pipeline-text.ts';

/** Lines of tasks, from their column on, and what they were made of. */
export interface Converted {
  readonly from: string;
  readonly lines: readonly string[];
}

const rule = /^([A-Za-z_][\w.-]*)\s*:(?!=)\s*([^=]*)$/;

/** The tasks of the rules of a Makefile: targets, what they need, and the commands below a tab. */
export function convertMakefile(text: string): Converted | undefined {
  const rules: { name: string; needs: string[]; commands: string[] }[] = [];
  for (const line of text.split('\n')) {
    const match = rule.exec(line);
    const last = rules.at(-1);
    if (line.trim() === '' || line.startsWith('#') || line.startsWith('.PHONY')) continue;
    if (match)
      rules.push({ name: nameOf(match[1] ?? ''), needs: match[2]?.split(/\s+/).filter(Boolean) ?? [], commands: [] });
    else if (line.startsWith('\t') && last)
      last.commands.push(
        line
          .trim()
          .replace(/^[@-]+/, '')
          .replaceAll('$$', '$'),
      );
    else return undefined;
  }
  const made = rules.filter(({ commands }) => commands.length > 0);
  if (made.length === 0) return undefined;
  const names = new Set(made.map(({ name }) => name));
  const lines = made.flatMap(({ name, needs, commands }) => {
    const tasks = needs.map(nameOf).filter(need => names.has(need));
    const files = needs.filter(need => !names.has(nameOf(need)));
    return [
      `${name}:`,
      ...(tasks.length > 0 ? [`  needs: [${tasks.join(', ')}]`] : []),
      ...runLines(commands),
      ...(files.length > 0 ? [`  inputs: [${files.map(file => JSON.stringify(file)).join(', ')}]`] : []),
    ];
  });
  return { from: 'a Makefile', lines };
}
