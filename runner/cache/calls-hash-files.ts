import type { Task } from '../../pipeline/pipeline.ts';

/** Whether `hashFiles` may be called when the task is filled in. A file can be so large that this must not happen all at once. */
export function callsHashFiles({ action, env, inputs, outputs, workingDirectory }: Task): boolean {
  if (
    action.kind === 'script'
      ? mayCallHashFiles(action.script)
      : action.kind === 'program' && action.argv.some(mayCallHashFiles)
  )
    return true;
  if (workingDirectory !== undefined && mayCallHashFiles(workingDirectory)) return true;
  for (const name of Object.keys(env)) if (mayCallHashFiles(env[name] ?? '')) return true;
  for (const output of Object.values(outputs)) if ('path' in output && mayCallHashFiles(output.path)) return true;
  return inputs.some(mayCallHashFiles);
}

/** Whether a text with expressions may call it. */
export function mayCallHashFiles(text: string): boolean {
  return text.includes('${{') && /hashfiles/i.test(text);
}
