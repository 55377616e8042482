/**
 * How long one keystroke takes from the editor to the problems, over stdio: this server beside one that only answers, and
 * beside those of others. Every keystroke measured changes the problems. `npm run build` comes first.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import { type Contender, echoContender, ownContender, peers } from './language-contenders.ts';
import { LanguageSession } from './language-session.ts';
import { layered, textOf } from './language-texts.ts';
import { inFolder, median, verdict } from './measure.ts';

const rounds = 3;
/** Of servers that take longer than this for one, only a few are waited for. */
const slowMs = 100;
const bars = [
  { tasks: 1_000, bar: 2 },
  { tasks: 10_000, bar: 5 },
] as const;

async function main(): Promise<void> {
  await inFolder(async folder => {
    const all = [echoContender(fileURLToPath(import.meta.url)), ownContender(), ...peers(folder)];
    for (const { tasks, bar } of bars) {
      console.log(
        `\n${tasks} tasks of eight lines, one keystroke to its problems, median of ${rounds} rounds in turn:`,
      );
      for (const scripts of [false, true]) await compare(tasks, bar, scripts ? [ownContender()] : all, folder, scripts);
    }
  });
}

/** `scripts`: 200 warnings of files that are not there are told with each keystroke. */
async function compare(
  tasks: number,
  bar: number,
  contenders: readonly Contender[],
  folder: string,
  scripts: boolean,
): Promise<void> {
  const sessions = new Map<Contender, LanguageSession>();
  const times = new Map<Contender, number[]>();
  const failed = (contender: Contender, error: unknown) => {
    console.log(`  ${contender.name} is out: ${error instanceof Error ? error.message : error}.`);
    sessions.get(contender)?.close();
    sessions.delete(contender);
    times.delete(contender);
  };
  for (const contender of contenders) {
    const own = join(folder, `${tasks}-${contender.name.replace(/\W/g, '-')}-${scripts}`);
    mkdirSync(own, { recursive: true });
    const text = textOf(contender.form, tasks, layered);
    const session = new LanguageSession(contender, scripts ? text : withoutScripts(text), own);
    sessions.set(contender, session);
    times.set(contender, []);
    await begin(session).catch(error => failed(contender, error));
  }
  for (let round = 0; round < rounds; round++) {
    for (const [contender, session] of sessions) {
      const known = median(times.get(contender) ?? []);
      const count = known > slowMs ? 2 : 60;
      const add = (measured: readonly number[]) => times.get(contender)?.push(...measured);
      await (round === 0
        ? session.type(2).then(([time = 0]) => session.type(time > slowMs ? 2 : 58))
        : session.type(count)
      )
        .then(add)
        .catch(error => failed(contender, error));
    }
  }
  for (const session of sessions.values()) session.close();
  for (const [{ name }, all] of times) {
    const title = scripts ? `${name}, 200 warnings` : name;
    const told = name === 'dagwright' ? verdict(median(all), bar, ' ms') : `${median(all).toFixed(2)} ms`;
    console.log(`  ${title.padEnd(24)} ${told}`);
  }
}

async function begin(session: LanguageSession): Promise<void> {
  await session.greet();
  const time = await session.open();
  await session.type(time > 2000 ? 2 : 40);
}

/** No task names a script file, so that no file can be missing. */
function withoutScripts<T extends { readonly text: string }>(text: T): T {
  return { ...text, text: text.text.replaceAll('python step.py', 'python -m step') };
}

/** A server that answers each change with one problem more or less, and knows nothing. */
function echo(): void {
  const connection = createConnection();
  const publish = (uri: string, version: number) => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const diagnostics = version % 2 === 0 ? [{ range, message: 'echo' }] : [];
    void connection.sendDiagnostics({ uri, version, diagnostics });
  };
  connection.onInitialize(() => ({ capabilities: { textDocumentSync: 2 } }));
  connection.onDidOpenTextDocument(({ textDocument: { uri, version } }) => publish(uri, version));
  connection.onDidChangeTextDocument(({ textDocument: { uri, version } }) => publish(uri, version));
  connection.listen();
}

if (process.argv.includes('--echo')) echo();
else await main();
