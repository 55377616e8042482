import { FolderChanges } from './folder-changes.ts';
import { NewsReader, type RunNews } from './run-news.ts';

/**
 * Tells what happens in the run in `folder`: first all that its journal holds, then what is written, until the run has
 * ended (the news with `run_ended` is the last then), is interrupted or gone, or `signal` aborts. A person sees it within
 * a tenth of a second.
 */
export async function* followRun(folder: string, signal: AbortSignal): AsyncGenerator<RunNews, void> {
  const reader = new NewsReader(folder);
  using changes = new FolderChanges(folder);
  while (!signal.aborted) {
    const news = await reader.read();
    if (news) yield news;
    if (reader.isOver) return;
    if (!news) await changes.wait(signal);
  }
}
