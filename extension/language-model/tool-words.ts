/** What a language model gives a tool. */
export interface ToolInput {
  readonly file?: string;
  readonly code?: string;
  readonly run?: string;
  readonly task?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The tools that ask the command line and run nothing, by their names. */
export const askingTools = {
  dagwright_validate: ({ file = '' }) => ['check', file],
  dagwright_graph: ({ file = '' }) => ['graph', file],
  dagwright_plan: ({ file = '', task }) => ['plan', file, ...(task === undefined ? [] : [task])],
  dagwright_runs: () => ['runs'],
  dagwright_show_run: ({ run = 'last' }) => ['show', run],
  dagwright_read_output: ({ run = 'last', task = '' }) => ['logs', run, task],
  dagwright_explain_task: ({ run = 'last', task = '' }) => ['why', run, task],
} satisfies Readonly<Record<string, (input: ToolInput) => readonly string[]>>;

/** Why an input is refused, as a sentence for the model; `undefined` when it may be taken as words of a command line. */
export function refusalOf(input: ToolInput): string | undefined {
  for (const [name, value] of Object.entries(input)) {
    if (name === 'params' || value === undefined) continue;
    if (typeof value !== 'string') return `"${name}" must be a text.`;
    if (value.startsWith('-')) return `"${name}" must not begin with "-".`;
  }
  return undefined;
}

/** The end of a long answer, where failures are told, and how much is left out. */
export function endOfAnswer(text: string): string {
  const cut = text.length - mostLetters;
  return cut > 0 ? `[${cut} characters left out here]\n${text.slice(cut)}` : text;
}

const mostLetters = 20_000;

/** The section of the page of problems about one code. */
export function sectionOf(page: string, code: string): string | undefined {
  const lines = page.split('\n');
  const start = lines.findIndex(
    line => /^#+ /.test(line) && line.replace(/^#+ /, '').replaceAll('`', '').trim() === code,
  );
  if (start === -1) return undefined;
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0;
  const end = lines.findIndex((line, index) => index > start && new RegExp(`^#{1,${level}} `).test(line));
  return lines
    .slice(start, end === -1 ? undefined : end)
    .join('\n')
    .trim();
}
