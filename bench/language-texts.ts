/** A file of many tasks of eight lines in the form of one tool, with the places that are asked about. */
export interface TaskText {
  readonly text: string;
  /** Behind the last name in the needs of the task in the middle. */
  readonly need: Place;
  /** In the name of the first task. */
  readonly first: Place;
}

export interface Place {
  readonly line: number;
  readonly character: number;
}

/** The names that a task needs. */
export type NeedsOf = (index: number) => readonly string[];

/** Ten tasks a layer, each of which needs two of the layer above. */
export const layered: NeedsOf = index => {
  const above = Math.floor(index / 10) * 10 - 10;
  return above < 0 ? [] : [`task_${above + (index % 10)}`, `task_${above + ((index + 1) % 10)}`];
};

/** The first task is needed by the next 999, so that its name stands 1,000 times in the text. */
export const starred: NeedsOf = index => (index === 0 ? [] : [index < 1000 ? 'task_0' : `task_${index - 10}`]);

interface Form {
  readonly head: (count: number) => readonly string[];
  readonly task: (index: number, needs: readonly string[], isLast: boolean) => readonly string[];
  /** Which line of a task has its needs, and what stands there behind the last name. */
  readonly needLine: number;
  readonly behindNeed: string;
  readonly foot: readonly string[];
}

const pipeline: Form = {
  head: () => ['name: bench', 'params:', '  region: eu', 'tasks:'],
  task: (index, needs) => [
    `  task_${index}:`,
    `    description: Step ${index} of a long chain of steps.`,
    `    needs: [${needs.join(', ')}]`,
    `    run: python step.py --index ${index} --region $\{{ params.region }}`,
    '    retries: 2',
    '    retry_delay: 10s',
    '    timeout: 5m',
    `    env: { STAGE: "${index}" }`,
  ],
  needLine: 2,
  behindNeed: ']',
  foot: [''],
};

const workflow: Form = {
  head: () => ['name: bench', 'on: push', 'jobs:'],
  task: (index, needs) => [
    `  task_${index}:`,
    '    runs-on: ubuntu-latest',
    `    needs: [${needs.join(', ')}]`,
    '    timeout-minutes: 5',
    `    env: { STAGE: "${index}" }`,
    '    steps:',
    `      - run: python step.py --index ${index}`,
    '      - run: echo done',
  ],
  needLine: 2,
  behindNeed: ']',
  foot: [''],
};

const wireit: Form = {
  head: count => [
    '{',
    '  "scripts": {',
    ...Array.from({ length: count }, (_, index) => `    "task_${index}": "wireit"${index < count - 1 ? ',' : ''}`),
    '  },',
    '  "wireit": {',
  ],
  task: (index, needs, isLast) => [
    `    "task_${index}": {`,
    `      "command": "python step.py --index ${index}",`,
    `      "dependencies": [${needs.map(need => `"${need}"`).join(', ')}],`,
    '      "files": [],',
    '      "output": [],',
    '      "clean": false,',
    '      "packageLocks": []',
    isLast ? '    }' : '    },',
  ],
  needLine: 2,
  behindNeed: '"],',
  foot: ['  }', '}', ''],
};

export const forms = { pipeline, workflow, wireit } as const;

/** Writes a file of so many tasks. */
export function textOf(form: keyof typeof forms, count: number, needsOf: NeedsOf): TaskText {
  const { head, task, needLine, behindNeed, foot } = forms[form];
  const lines = [...head(count)];
  const first = { line: lines.length, character: 6 };
  let need = { line: 0, character: 0 };
  for (let index = 0; index < count; index++) {
    const begin = lines.length;
    for (const line of task(index, needsOf(index), index === count - 1)) lines.push(line);
    const line = begin + needLine;
    if (index === count >> 1) need = { line, character: (lines[line]?.length ?? 0) - behindNeed.length };
  }
  return { text: [...lines, ...foot].join('\n'), need, first };
}
