import type { PipelineSyntax } from './syntax.ts';

/** The name of the task within whose words the place `offset` of the text is. */
export function taskNameAt({ tasks }: PipelineSyntax, offset: number): string | undefined {
  const within = tasks.findLast(({ start }) => start <= offset);
  if (!within || offset > within.start + within.block.range.end) return undefined;
  return within.block.name.text;
}
