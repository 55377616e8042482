import { formatDuration } from '../pipeline/duration.ts';
import { type Clock, remainingMs } from './clock.ts';
import { watchRequests } from './control-requests.ts';
import { controlFolder } from './layout.ts';
import { RunLoop } from './run-loop.ts';
import type { RunOptions } from './run-options.ts';
import type { RunState } from './run-state.ts';
import type { Continuation, RunTools } from './run-tools.ts';

/** Runs the loop to its end, with all that may interrupt it from outside: signals, requests, the run's timeout. */
export async function carryOut(
  tools: RunTools,
  run: string,
  { signal, killSignal }: Pick<RunOptions, 'signal' | 'killSignal'>,
  continuation?: Continuation,
): Promise<RunState> {
  const { clock, state } = tools;
  const loop = new RunLoop(tools);
  const cancel = () => loop.cancel('user');
  const kill = () => loop.kill();
  signal?.addEventListener('abort', cancel);
  killSignal?.addEventListener('abort', kill);
  const stopTimer = limitRun(loop, state, clock, continuation);
  const stopWatching = watchRequests(
    controlFolder(run),
    clock,
    request => loop.cancel('user', request.task),
    () => loop.checkFolder(),
  );
  try {
    const ended = loop.run(continuation);
    if (signal?.aborted) cancel();
    if (killSignal?.aborted) kill();
    return await ended;
  } finally {
    signal?.removeEventListener('abort', cancel);
    killSignal?.removeEventListener('abort', kill);
    stopTimer();
    stopWatching();
  }
}

/** Counted from when the run began, whoever carried it out then; the time in which nobody did does not count. */
function limitRun(loop: RunLoop, { started }: RunState, clock: Clock, continuation?: Continuation): () => void {
  const { timeoutMs } = started.pipeline;
  if (timeoutMs === undefined) return () => {};
  const message = `The run took longer than its timeout of ${formatDuration(timeoutMs)}.`;
  const begin = started.at + (continuation?.pausedSince(started.at) ?? 0);
  return clock.after(remainingMs(begin, timeoutMs, clock), () => loop.timeOut(message));
}
