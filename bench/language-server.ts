/**
 * What an editor waits for besides a keystroke (`keystroke.ts`), over stdio as any editor asks: opening a file, proposals,
 * hover, definition, renaming a name that is used 1,000 times; and how much memory the server holds, after typing and when
 * it has been left alone. Medians, ours against the bars, those of others beside them. `npm run build` comes first.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Contender, ownContender, peers } from './language-contenders.ts';
import { LanguageSession } from './language-session.ts';
import { starred, type TaskText, textOf } from './language-texts.ts';
import { inFolder, median, ms, verdict } from './measure.ts';

const rounds = 15;
/** Longer than the server waits until it gives memory back. */
const restMs = 12_000;

const bars = [
  { tasks: 1_000, open: 80, ask: 5, rename: 30, memory: 90 },
  { tasks: 10_000, open: 800, ask: 10, rename: 60, memory: 200 },
] as const;
type Bars = (typeof bars)[number];

async function main(): Promise<void> {
  await inFolder(async folder => {
    const contenders = [ownContender(), ...peers(folder)];
    for (const bar of bars) {
      console.log(`\n${bar.tasks} tasks of eight lines, medians:`);
      for (const contender of contenders) {
        const own = join(folder, `${bar.tasks}-${contender.name.replace(/\W/g, '-')}`);
        mkdirSync(own, { recursive: true });
        const text = textOf(contender.form, bar.tasks, starred);
        await measure(contender, bar, text, own).catch(error =>
          console.log(`  ${contender.name} is out: ${error instanceof Error ? error.message : error}.`),
        );
      }
    }
  });
}

async function measure(contender: Contender, bar: Bars, text: TaskText, folder: string): Promise<void> {
  const isOurs = contender.name === 'dagwright';
  const told = (figure: number, limit: number, unit: string) =>
    isOurs ? verdict(figure, limit, unit) : `${figure.toFixed(1)}${unit}`;
  const tell = (what: string, figure: string) =>
    console.log(`  ${contender.name.padEnd(24)} ${what.padEnd(18)} ${figure}`);
  const opened: number[] = [];
  for (let round = 0; round < 5 && (opened[0] ?? 0) < 5000; round++) {
    await inSession(contender, text, folder, async session => opened.push(await session.open()));
  }
  tell('opening', told(median(opened), bar.open, ' ms'));
  await inSession(contender, text, folder, async session => {
    await session.open();
    for (const method of ['completion', 'hover', 'definition', 'rename'] as const) {
      const first = await session.ask(method, 1);
      const times = [...first, ...(await session.ask(method, (first[0] ?? 0) > 5000 ? 1 : rounds))];
      const limit = method === 'rename' ? bar.rename : bar.ask;
      const figure = `${told(median(times), limit, ' ms')}; the first ${ms(first[0] ?? 0)}`;
      tell(method, times.length === 0 ? 'not answered' : figure);
    }
    const [one = 0] = await session.type(2);
    await session.type(one > 1000 ? 2 : 200);
    tell('memory, typing', told(session.memory(), bar.memory, ' MB'));
    tell('memory, at most', `${session.memory(true)} MB`);
    if (!isOurs) return;
    await setTimeout(restMs);
    tell('memory, at rest', told(session.memory(), bar.memory, ' MB'));
  });
}

async function inSession(
  contender: Contender,
  text: TaskText,
  folder: string,
  action: (session: LanguageSession) => Promise<unknown>,
): Promise<void> {
  const session = new LanguageSession(contender, text, folder);
  try {
    await session.greet();
    await action(session);
  } finally {
    session.close();
  }
}

await main();
