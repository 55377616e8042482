import { layOut } from './lay-out.ts';
import type { Layout, LayoutInput } from './layout-types.ts';
import { source } from './layout-worker.ts?source';

/** A graph with fewer boxes and arrows is laid out before a worker would have answered. */
const smallest = 250;

/** Lays graphs out one after the other, large ones beside the page, so that it does not stand still. */
export class LayoutDesk {
  #worker: Worker | undefined;

  /** Resolves with where everything stands. */
  async layOut(input: LayoutInput): Promise<Layout> {
    if (input.boxes.length + input.arrows.length < smallest) return layOut(input);
    this.#worker ??= startWorker();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Layout>) => resolve(data);
      worker.onerror = event => {
        worker.terminate();
        this.#worker = undefined;
        reject(new Error(event.message || 'The layout has failed.'));
      };
      worker.postMessage(input);
    });
  }
}

/** From a blob: a page of the editor may not start workers from its files. */
function startWorker(): Worker {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return new Worker(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
