import { CannotStart } from '../../run-options.ts';
import { runPipeline } from '../../run-pipeline.ts';
import { Refusal } from '../refusal.ts';
import { withGiven } from '../run/given-from-outside.ts';
import { prepareRun, type RunWishes } from '../run/prepare-run.ts';
import { presentRun } from '../run/present-run.ts';
import { isRunOrder, type RunOrder } from './run-order.ts';

/**
 * A runner that waits, with all that it needs loaded and ready for the file that is expected, until the scheduler that started it orders a run; without one it
 * goes when the scheduler does. Answers the exit code.
 */
export async function runOrdered(
  expected: string,
  wishes: Pick<RunWishes, 'keepRuns' | 'cacheMaxSize'>,
): Promise<number> {
  const ordered = nextOrder();
  // Once done, it is done much faster again. What is wrong with the file is told when it is ordered.
  await prepareRun(expected, { param: [] }).catch(() => undefined);
  const order = await ordered;
  if (!order) return 0;
  try {
    const { file, runId, trigger } = order;
    const prepared = await prepareRun(file, { ...wishes, param: [] });
    const { options, notes } = await withGiven(prepared, { detached: true });
    return await presentRun({ root: options.root, notes }, { detached: true }, ({ onEvent, signal, killSignal }) =>
      runPipeline({ ...options, runId, trigger, onEvent, signal, killSignal }),
    );
  } catch (error) {
    if (!(error instanceof Refusal) && !(error instanceof CannotStart)) throw error;
    process.send?.({ refused: error.message });
    if (process.connected) process.disconnect();
    return 2;
  }
}

function nextOrder(): Promise<RunOrder | undefined> {
  return new Promise(resolve => {
    process.once('disconnect', () => resolve(undefined));
    process.on('message', value => {
      if (isRunOrder(value)) resolve(value);
    });
    if (!process.connected) resolve(undefined);
  });
}
