// How long a graph takes to show itself, in Chromium, medians: node bench/graph.ts [times]
import { performance } from 'node:perf_hooks';
import type { Page } from 'playwright-core';
import { GraphFeed } from '../extension/graph/graph-feed.ts';
import type { TimesMessage, ToGraph } from '../extension/graph/messages.ts';
import { GraphBrowser } from '../test/browser/graph-browser.ts';

const steps = ['extract', 'clean', 'check', 'load'];
/** The extension sends statuses at most each 60 ms. */
const messagesInASecond = 16;
const times = Number(process.argv[2] ?? 5);

interface Shown {
  /** From the message to a frame that shows it. */
  readonly ms: number;
  /** The longest that the page stood still. */
  readonly longest: number;
}

const browser = new GraphBrowser();
await browser.start();
await measure(100, 'none');
await measure(1000, 'auto');
await measure(1000, 'none');
await measureStorm(1000);
await measureTimeView(1000);
await browser.stop();

async function measure(count: number, folding: 'auto' | 'none'): Promise<void> {
  const results: {
    readonly open: number;
    readonly longest: number;
    readonly change: number;
    readonly status: number;
  }[] = [];
  for (let time = 0; time < times; time++) {
    const text = pipelineText(count);
    const sent: ToGraph[] = [];
    const feed = new GraphFeed(message => sent.push(message));
    feed.setView({ direction: 'TB', folding, except: [] });
    const page = await browser.openWith(() => {
      feed.setText(text);
      feed.ready();
      return sent.splice(0);
    });
    const first = await page.evaluate(untilDrawn);
    const changed = timed(() =>
      feed.setText(text.replace('    needs: [clean_7]\n', '').replace('  check_7:', '  recheck:')),
    );
    const change = await show(page, sent.splice(0));
    feed.setStatuses(new Map(taskNames(count).map(name => [name, 'running'])));
    const status = await show(page, sent.splice(0));
    results.push({
      open: first,
      change: changed + change.ms,
      longest: change.longest,
      status: status.ms,
    });
    await page.context().close();
  }
  const line = (what: string, pick: (result: (typeof results)[number]) => number): string =>
    `  ${what.padEnd(52)} ${Math.round(median(results.map(pick)))
      .toString()
      .padStart(6)} ms`;
  console.log(`${count} tasks${folding === 'auto' ? ', folded by themselves' : ''}`);
  console.log(line('open to first picture', one => one.open));
  console.log(line('a keystroke that changes the shape to new picture', one => one.change));
  console.log(line('of this, the longest that the page stood still', one => one.longest));
  console.log(line('all tasks change colour', one => one.status));
}

/** All tasks change within a second, a few with each message, as the extension sends them; the page is to keep 30 frames. */
async function measureStorm(count: number): Promise<void> {
  const frames: { readonly perSecond: number; readonly longest: number }[] = [];
  for (let time = 0; time < times; time++) {
    const sent: ToGraph[] = [];
    const feed = new GraphFeed(message => sent.push(message));
    feed.setView({ direction: 'TB', folding: 'none', except: [] });
    const page = await browser.openWith(() => {
      feed.setText(pipelineText(count));
      feed.ready();
      return sent.splice(0);
    });
    await page.evaluate(untilDrawn);
    const names = taskNames(count);
    for (let done = 0; done < count; done += count / messagesInASecond) {
      feed.setStatuses(new Map(names.slice(0, done + count / messagesInASecond).map(name => [name, 'running'])));
    }
    frames.push(await page.evaluate(framesOfASecond, sent.splice(0)));
    const changed = await page.locator('#stage .node.status-running').count();
    if (changed !== count) throw new Error(`Only ${changed} of ${count} tasks have changed.`);
    await page.context().close();
  }
  console.log(`${count} tasks that all change within a second, unfolded`);
  console.log(`  frames in the second (bar 30) ${Math.round(median(frames.map(one => one.perSecond)))}`);
  console.log(`  longest frame ${Math.round(median(frames.map(one => one.longest)))} ms`);
}

/** The time view is open beside the graph, all tasks run, some end with each message; the page is to stay smooth. */
async function measureTimeView(count: number): Promise<void> {
  const frames: { readonly perSecond: number; readonly longest: number }[] = [];
  for (let time = 0; time < times; time++) {
    const sent: ToGraph[] = [];
    const feed = new GraphFeed(message => sent.push(message));
    feed.setText(pipelineText(count));
    feed.ready();
    const page = await browser.openWith(() => sent);
    await page.evaluate(untilDrawn);
    await page.locator('#time-button').click();
    const messages = Array.from({ length: messagesInASecond }, (_, index) => timesOf(count, index));
    await page.evaluate(framesOfASecond, messages.slice(0, 1));
    await page.locator('#time .row').first().waitFor();
    frames.push(await page.evaluate(framesOfASecond, messages.slice(1)));
    await page.context().close();
  }
  console.log(`${count} tasks in the time view, that end within a second`);
  console.log(`  frames in the second (bar 30) ${Math.round(median(frames.map(one => one.perSecond)))}`);
  console.log(`  longest frame ${Math.round(median(frames.map(one => one.longest)))} ms`);
}

function timesOf(count: number, message: number): TimesMessage {
  const now = Date.now();
  const order = taskNames(count);
  const ended = (count * message) / messagesInASecond;
  const tasks = order.map((task, index): TimesMessage['tasks'][number] => {
    const hasEnded = index < ended;
    const attempt = { startedAt: now - 9000, ...(hasEnded ? { endedAt: now - 1000 } : {}) };
    return { ...{ task, label: task, depth: 0 }, status: hasEnded ? 'success' : 'running', attempts: [attempt] };
  });
  return { type: 'times', run: '/r', startedAt: now - 9000, order, tasks };
}

/** Hands the messages to the page over a second, and counts its frames. */
function framesOfASecond(messages: readonly ToGraph[]): Promise<{ perSecond: number; longest: number }> {
  return new Promise(resolve => {
    const begin = performance.now();
    let [frames, sent, last, longest] = [0, 0, begin, 0];
    const send = setInterval(() => {
      const due = Math.min(messages.length, Math.ceil(((performance.now() - begin) / 1000) * messages.length));
      for (const data of messages.slice(sent, due)) window.dispatchEvent(new MessageEvent('message', { data }));
      sent = due;
    }, 10);
    const frame = (): void => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      frames++;
      if (now - begin < 1000) requestAnimationFrame(frame);
      else {
        clearInterval(send);
        resolve({ perSecond: (frames * 1000) / (now - begin), longest });
      }
    };
    requestAnimationFrame(frame);
  });
}

/** Hands the messages to the page and waits for the frame that shows them. */
function show(page: Page, messages: readonly ToGraph[]): Promise<Shown> {
  return page.evaluate(async all => {
    const stage = document.getElementById('stage');
    const before = stage?.querySelector('svg');
    const draws = all.some(message => message.type === 'flowchart');
    let longest = 0;
    let last = performance.now();
    const begin = last;
    for (const data of all) window.dispatchEvent(new MessageEvent('message', { data }));
    const turn = (): Promise<void> =>
      new Promise(resolve => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve();
        channel.port2.postMessage(null);
      });
    const note = (): void => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    note();
    while (draws && (stage?.querySelector('svg') ?? null) === (before ?? null)) {
      await turn();
      note();
    }
    await new Promise(resolve => requestAnimationFrame(resolve));
    await turn();
    note();
    return { ms: performance.now() - begin, longest };
  }, messages);
}

/** Resolves with the milliseconds from the begin of the page to the frame that shows its first picture. */
async function untilDrawn(): Promise<number> {
  while (!document.querySelector('#stage .node')) await new Promise(resolve => requestAnimationFrame(resolve));
  await new Promise(resolve => requestAnimationFrame(resolve));
  return performance.now();
}

function timed(act: () => void): number {
  const begin = performance.now();
  act();
  return performance.now() - begin;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** A warehouse: of each source a chain of four tasks, and marts that each join some sources. */
function pipelineText(count: number): string {
  const sources = Math.floor(count / 5);
  const tasks: string[] = [];
  for (let source = 0; source < sources; source++) {
    let before = '';
    for (const step of steps) {
      tasks.push(`  ${step}_${source}:\n    run: ./${step} ${source}\n${before}`);
      before = `    needs: [${step}_${source}]\n`;
    }
  }
  for (let mart = 0; mart < count - sources * steps.length; mart++) {
    const needs = [0, 1, 3].map(step => `load_${(mart + step * 5) % sources}`);
    tasks.push(`  mart_${mart}:\n    run: ./mart ${mart}\n    needs: [${needs.join(', ')}]\n`);
  }
  return `tasks:\n${tasks.join('')}`;
}

function taskNames(count: number): readonly string[] {
  return [...pipelineText(count).matchAll(/^ {2}(\w+):/gm)].map(match => match[1] ?? '');
}
