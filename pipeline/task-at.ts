import type { PipelineSyntax, TaskSyntax } from './syntax.ts';

/** The task that the place `offset` of the text is in, from the spaces before its name to the end of its last word. Logarithmic in the number of tasks. */
export function taskAt({ tasks }: PipelineSyntax, offset: number): TaskSyntax | undefined {
  let low = 0;
  let high = tasks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(tasks[middle]) <= offset) low = middle;
    else high = middle - 1;
  }
  const task = tasks[low];
  return startOf(task) <= offset && task && offset <= task.start + task.block.range.end ? task : undefined;
}

/** The name of that task. */
export function taskNameAt(syntax: PipelineSyntax, offset: number): string | undefined {
  return taskAt(syntax, offset)?.block.name.text;
}

function startOf(task: TaskSyntax | undefined): number {
  return task?.start ?? Number.POSITIVE_INFINITY;
}
