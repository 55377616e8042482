import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contender } from './language-contenders.ts';
import type { Place, TaskText } from './language-texts.ts';

/** Nobody waits longer than that for one answer. */
const limitMs = 60_000;

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: { readonly diagnostics?: readonly unknown[]; readonly [key: string]: unknown };
  readonly result?: unknown;
}

/** One server with one document open in it, over stdio. */
export class LanguageSession {
  readonly #child: ChildProcess;
  readonly #contender: Contender;
  readonly #text: TaskText;
  readonly #folder: string;
  readonly #uri: string;
  #id = 0;
  #version = 1;
  #problems = 0;
  #provides: Readonly<Record<string, unknown>> = {};
  #buffer = Buffer.alloc(0);
  #heard: (message: Message) => void = () => {};
  #ended: (code: number | null) => void = () => {};

  constructor(contender: Contender, text: TaskText, folder: string) {
    const [program = '', ...rest] = contender.command;
    const file = join(folder, contender.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text.text);
    this.#child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'ignore'], cwd: folder });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    // What is written to one that has ended is lost; whoever waits for its answer is told.
    this.#child.stdin?.on('error', () => {});
    this.#child.on('exit', code => this.#ended(code));
    this.#contender = contender;
    this.#text = text;
    this.#folder = pathToFileURL(folder).href;
    this.#uri = pathToFileURL(file).href;
  }

  /** Greets the server; what it provides is known then. */
  async greet(): Promise<void> {
    const capabilities = { textDocument: { publishDiagnostics: { versionSupport: true } } };
    const workspaceFolders = [{ uri: this.#folder, name: 'bench' }];
    const params = { processId: process.pid, rootUri: this.#folder, workspaceFolders, capabilities };
    const { result } = await this.#request('initialize', { ...params, initializationOptions: {} });
    this.#provides = (result as { capabilities: Record<string, unknown> }).capabilities;
    this.#send({ method: 'initialized', params: {} });
  }

  /** Opens the document; the milliseconds until its problems are told. */
  async open(): Promise<number> {
    const { languageId } = this.#contender;
    const told = this.#next(message => this.#isPublished(message));
    const start = performance.now();
    const textDocument = { uri: this.#uri, languageId, version: 1, text: this.#text.text };
    this.#send({ method: 'textDocument/didOpen', params: { textDocument } });
    this.#problems = countOf(await told);
    return performance.now() - start;
  }

  /** Types and deletes one letter in turn; the milliseconds until the problems of each are told. */
  async type(count: number): Promise<readonly number[]> {
    const times: number[] = [];
    const { line, character } = this.#text.need;
    for (let index = 0; index < count; index++) {
      const isTyped = index % 2 === 0;
      const end = { line, character: isTyped ? character : character + 1 };
      const change = { range: { start: { line, character }, end }, text: isTyped ? this.#contender.letter : '' };
      const told = this.#next(message => this.#isPublished(message));
      const start = performance.now();
      const textDocument = { uri: this.#uri, version: ++this.#version };
      this.#send({ method: 'textDocument/didChange', params: { textDocument, contentChanges: [change] } });
      const problems = countOf(await told);
      times.push(performance.now() - start);
      if (problems === this.#problems) throw new Error('it told the same problems after a letter that changes them');
      this.#problems = problems;
    }
    return times;
  }

  /** The milliseconds that each of some equal questions takes; none where the server does not answer such. */
  async ask(method: 'completion' | 'hover' | 'definition' | 'rename', rounds: number): Promise<readonly number[]> {
    if (!this.#provides[`${method}Provider`]) return [];
    const position: Place = method === 'rename' ? this.#text.first : this.#text.need;
    const params = { textDocument: { uri: this.#uri }, position, newName: 'renamed' };
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      await this.#request(`textDocument/${method}`, params);
      times.push(performance.now() - start);
    }
    return times;
  }

  /** The memory that it holds now, or `most` since its start, in MB; of Linux only. */
  memory(most = false): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Math.round(Number(new RegExp(`${most ? 'VmHWM' : 'VmRSS'}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  async #request(method: string, params: object): Promise<Message> {
    const id = ++this.#id;
    const answer = this.#next(message => message.id === id && message.method === undefined);
    this.#send({ id, method, params: params as Message['params'] & object });
    return answer;
  }

  /** Ours tells which version the problems are of, and those of files that are not open without one. */
  #isPublished({ method, params }: Message): boolean {
    if (method !== 'textDocument/publishDiagnostics') return false;
    return this.#contender.name !== 'dagwright' || params?.version === this.#version;
  }

  #next(wanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer in ${limitMs / 1000} s`)), limitMs);
      this.#ended = code => reject(new Error(`it ended with ${code}`));
      this.#heard = message => {
        if (!wanted(message)) return;
        clearTimeout(late);
        resolve(message);
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

function countOf(message: Message): number {
  return message.params?.diagnostics?.length ?? 0;
}
