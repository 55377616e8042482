/**
 * How long one keystroke takes from the editor to the problems, over stdio: this server beside one that only answers, and
 * beside yaml-language-server. Every keystroke measured changes the problems. `npm run build` comes first.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';

const keystrokes = { short: 60, long: 8 };
const rounds = 3;

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  /** What is typed behind the name of a need, and deleted again. */
  readonly letter: string;
  readonly patient: boolean;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keystroke-'));
  try {
    const contenders = [...ownContenders(), ...yamlContender(folder)];
    for (const tasks of [1_000, 10_000]) await compare(tasks, contenders);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ownContenders(): readonly Contender[] {
  const server = fileURLToPath(new URL('../dist/language-server.cjs', import.meta.url));
  if (!existsSync(server)) throw new Error('dist/language-server.cjs is missing: run "npm run build" first.');
  const self = fileURLToPath(import.meta.url);
  return [
    { name: 'echo', command: [process.execPath, self, '--echo', '--stdio'], letter: 'x', patient: false },
    { name: 'dagwright', command: [process.execPath, server, '--stdio'], letter: 'x', patient: false },
  ];
}

function yamlContender(folder: string): readonly Contender[] {
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, 'yaml-language-server'];
  const { status, stderr } = spawnSync('npm', install, { encoding: 'utf8' });
  const program = join(folder, 'node_modules/yaml-language-server/bin/yaml-language-server');
  if (status === 0 && existsSync(program)) {
    const command = [process.execPath, program, '--stdio'];
    return [{ name: 'yaml-language-server', command, letter: ']', patient: true }];
  }
  console.log(`yaml-language-server could not be installed, so it is not compared: ${stderr.trim().split('\n')[0]}`);
  return [];
}

async function compare(tasks: number, contenders: readonly Contender[]): Promise<void> {
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  const sessions = new Map<Contender, Session>();
  const failed = (contender: Contender, error: unknown) => {
    console.log(`  ${contender.name} failed at ${tasks} tasks: ${error instanceof Error ? error.message : error}.`);
    sessions.get(contender)?.close();
    sessions.delete(contender);
    times.delete(contender.name);
  };
  console.log(`\n${tasks} tasks of eight lines, one keystroke to its problems, median of ${rounds} rounds in turn:`);
  for (const contender of contenders) {
    const session = new Session(contender, pipelineOf(tasks));
    sessions.set(contender, session);
    await session.open().catch(error => failed(contender, error));
  }
  for (let round = 0; round < rounds; round++) {
    for (const [contender, session] of sessions) {
      const count = contender.patient ? keystrokes.long : keystrokes.short;
      const add = (measured: number[]) => times.get(contender.name)?.push(...measured);
      await session.type(count).then(add, error => failed(contender, error));
    }
  }
  for (const session of sessions.values()) session.close();
  show(times);
}

function show(times: ReadonlyMap<string, readonly number[]>): void {
  const own = median(times.get('dagwright') ?? []);
  for (const [name, all] of times) {
    const middle = median(all);
    const ratio = (middle / own).toFixed(2);
    console.log(`  ${name.padEnd(22)} ${middle.toFixed(2).padStart(9)} ms   ${ratio.padStart(8)} × dagwright`);
  }
}

function pipelineOf(count: number): { text: string; line: number; character: number } {
  const lines = ['name: keystroke', 'params:', '  region: eu', 'tasks:'];
  const edited = Math.floor(count / 2);
  let place = { line: 0, character: 0 };
  for (let index = 0; index < count; index++) {
    const layer = Math.floor(index / 10) * 10;
    const needs = index < 10 ? '' : `task_${layer - 10 + (index % 10)}, task_${layer - 10 + ((index + 1) % 10)}`;
    lines.push(`  task_${index}:`, `    description: Step ${index} of a long chain of steps.`, `    needs: [${needs}]`);
    if (index === edited) place = { line: lines.length - 1, character: `    needs: [${needs}`.length };
    lines.push(`    run: python step.py --index ${index} --region $\{{ params.region }}`);
    lines.push('    retries: 2', '    retry_delay: 10s', '    timeout: 5m', `    env: { STAGE: "${layer}" }`);
  }
  return { text: `${lines.join('\n')}\n`, ...place };
}

/** One server with one document open in it. */
class Session {
  readonly #child: ChildProcess;
  readonly #place: { line: number; character: number };
  readonly #contender: Contender;
  readonly #text: string;
  #version = 1;
  #problems = 0;
  #buffer = Buffer.alloc(0);
  #heard: (message: Message) => void = () => {};

  constructor(contender: Contender, { text, line, character }: ReturnType<typeof pipelineOf>) {
    const [program = '', ...rest] = contender.command;
    this.#child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#place = { line, character };
    this.#contender = contender;
    this.#text = text;
  }

  async open(): Promise<void> {
    const capabilities = { textDocument: { publishDiagnostics: { versionSupport: true } } };
    const started = this.#next(message => message.id === 1);
    this.#send({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities } });
    await started;
    this.#send({ method: 'initialized', params: {} });
    const textDocument = { uri, languageId: 'yaml', version: 1, text: this.#text };
    const opened = this.#next(isPublished);
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } });
    this.#problems = countOf(await opened);
    await this.type(this.#contender.patient ? 2 : 40);
  }

  /** Types and deletes one letter in turn; the milliseconds that each took. */
  async type(count: number): Promise<number[]> {
    const times: number[] = [];
    let before = this.#problems;
    for (let index = 0; index < count; index++) {
      const { line, character } = this.#place;
      const isTyped = index % 2 === 0;
      const end = { line, character: isTyped ? character : character + 1 };
      const change = { range: { start: { line, character }, end }, text: isTyped ? this.#contender.letter : '' };
      const told = this.#next(isPublished);
      const start = performance.now();
      const textDocument = { uri, version: ++this.#version };
      this.#send({ method: 'textDocument/didChange', params: { textDocument, contentChanges: [change] } });
      const problems = countOf(await told);
      times.push(performance.now() - start);
      if (problems === before) throw new Error('it told the same problems after a letter that changes them');
      before = problems;
    }
    this.#problems = before;
    return times;
  }

  close(): void {
    this.#child.kill();
  }

  #next(wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise(resolve => {
      this.#heard = message => {
        if (wanted(message)) resolve(message);
      };
    });
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(this.#buffer.toString('latin1', 0, Math.max(head, 0)))?.[1]);
      if (head === -1 || this.#buffer.length < head + 4 + length) return;
      const message = JSON.parse(this.#buffer.toString('utf8', head + 4, head + 4 + length)) as Message;
      this.#buffer = this.#buffer.subarray(head + 4 + length);
      if (message.id !== undefined && message.method) this.#send({ id: message.id, result: [] });
      this.#heard(message);
    }
  }
}

const uri = 'file:///keystroke.pipeline.yaml';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly diagnostics?: readonly unknown[]; readonly [key: string]: unknown };
  readonly result?: unknown;
}

function isPublished(message: Message): boolean {
  return message.method === 'textDocument/publishDiagnostics';
}

function countOf(message: Message): number {
  return message.params?.diagnostics?.length ?? 0;
}

/** A server that answers each change with one problem more or less, and knows nothing. */
function echo(): void {
  const connection = createConnection();
  const publish = (version: number) => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    void connection.sendDiagnostics({
      uri,
      version,
      diagnostics: version % 2 === 0 ? [{ range, message: 'echo' }] : [],
    });
  };
  connection.onInitialize(() => ({ capabilities: { textDocumentSync: 2 } }));
  connection.onDidOpenTextDocument(({ textDocument }) => publish(textDocument.version));
  connection.onDidChangeTextDocument(({ textDocument }) => publish(textDocument.version));
  connection.listen();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

if (process.argv.includes('--echo')) echo();
else await main();
