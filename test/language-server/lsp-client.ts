import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A message of the protocol, told or heard. */
export interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const main = new URL('../../language-server/main.ts', import.meta.url);

/** A client of the real server, over its standard input and output. */
export class LspClient {
  readonly #server: ChildProcess;
  readonly #heard: Message[] = [];
  readonly #listeners = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  #hasEnded = false;
  #complained = '';

  /** Starts the server from its sources, or what a file makes of `arguments`. */
  constructor(args: readonly string[] = [fileURLToPath(main), '--stdio']) {
    this.#server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complained += text;
    });
    this.#server.stdin?.on('error', () => {});
    this.#server.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#server.on('exit', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  /** Waits for a message that has come or will come, and takes it. */
  async next(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const index = this.#heard.findIndex(wanted);
      const [found] = index === -1 ? [] : this.#heard.splice(index, 1);
      if (found) return found;
      if (this.#hasEnded) throw new Error('The server has ended.');
      await new Promise<void>(resolve => {
        const listener = () => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** Asks, and waits for the answer. */
  request(method: string, params?: unknown): Promise<Message> {
    const id = ++this.#lastId;
    this.tell({ id, method, ...(params === undefined ? {} : { params }) });
    return this.next(message => message.id === id && message.method === undefined);
  }

  /** Tells something that has no answer. */
  notify(method: string, params: unknown): void {
    this.tell({ method, params });
  }

  /** Writes one message as it is. */
  tell(message: object): void {
    this.write(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  /** Writes the body of one message, which may be no JSON at all. */
  write(body: string): void {
    this.writeRaw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** Writes bytes as they are, with one stroke. */
  writeRaw(bytes: string): void {
    this.#server.stdin?.write(bytes);
  }

  /** The problems told for one version of a document. */
  async problems(version: number): Promise<readonly { code: string; message: string; range: unknown }[]> {
    const { params } = await this.next(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' && (params as { version: number }).version === version,
    );
    return (params as { diagnostics: { code: string; message: string; range: unknown }[] }).diagnostics;
  }

  /** The exit code of the server when it has ended. */
  exitCode(): Promise<number | null> {
    return new Promise(resolve => this.#server.once('close', code => resolve(code)));
  }

  /** Closes the server's input. */
  hangUp(): void {
    this.#server.stdin?.end();
  }

  get pid(): number | undefined {
    return this.#server.pid;
  }

  /** Reads no answer any more. */
  stopReading(): void {
    this.#server.stdout?.destroy();
  }

  /** What the server wrote to its standard error, once it has ended. */
  get complained(): string {
    return this.#complained;
  }

  /** Ends the server whatever it does. */
  kill(): void {
    this.#server.kill('SIGKILL');
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(this.#buffer.toString('latin1', 0, Math.max(head, 0)))?.[1]);
      if (head === -1 || this.#buffer.length < head + 4 + length) break;
      this.#heard.push(JSON.parse(this.#buffer.toString('utf8', head + 4, head + 4 + length)) as Message);
      this.#buffer = this.#buffer.subarray(head + 4 + length);
    }
    this.#wake();
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
