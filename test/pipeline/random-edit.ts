import type { Analysis } from '../../pipeline/analyse.ts';

export function visible({ text, syntax, problems, pipeline }: Analysis) {
  return { text, entries: syntax.entries, tasks: syntax.tasks, names: [...syntax.tasksByName], problems, pipeline };
}

export function sameToUsers(a: Analysis, b: Analysis): boolean {
  return JSON.stringify(visible(a)) === JSON.stringify(visible(b));
}

const pieces = [
  'x',
  ' ',
  '\n',
  '  ',
  '\t',
  ':',
  ': ',
  '- ',
  '"',
  "'",
  '[',
  ']',
  '{',
  '}',
  '#',
  '&a ',
  '*a',
  '🚀',
  '\r\n',
  '|',
  '---\n',
  '\n  new:\n    run: x\n',
  '\n    needs: [train]',
  '${{ params.region }}',
  '\nname: y\n',
  '\ntasks:\n',
  '\u0000',
  '\ud800',
  '<<: *python',
  ' # dagwright-ignore unused-param, unknown-reference',
  '\n    if: tasks.train.status == 1',
  'inputs: ["*.csv"]',
];

export function randomEdit(text: string, random: () => number) {
  const start = Math.floor(random() * (text.length + 1));
  const kind = random();
  if (kind < 0.3) {
    const end = Math.min(text.length, start + Math.floor(random() * 12));
    return { range: { start, end }, newText: '' };
  }
  if (kind < 0.4) {
    const from = Math.floor(random() * text.length);
    return { range: { start, end: start }, newText: text.slice(from, from + Math.floor(random() * 80)) };
  }
  const end = kind < 0.6 ? Math.min(text.length, start + Math.floor(random() * 30)) : start;
  return { range: { start, end }, newText: pieces[Math.floor(random() * pieces.length)] ?? '' };
}
