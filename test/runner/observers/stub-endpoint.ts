import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';

/** A request that was sent to a stub. */
export interface Sent {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** How a stub answers: with a status, or never. */
export type Answer = (count: number) => number | 'never';

/** What stands where a collector would: it keeps what it is sent, and answers as it is told. */
export class StubEndpoint {
  readonly sent: Sent[] = [];
  readonly #server: Server;
  readonly #news = new EventEmitter();
  readonly #answer: Answer;

  constructor(answer: Answer = () => 200) {
    this.#answer = answer;
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', piece => pieces.push(piece));
      request.on('end', () => {
        this.#keep(request, Buffer.concat(pieces));
        const status = this.#answer(this.sent.length);
        if (status === 'never') return;
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  /** Listens until the test is over; answers the URL. */
  async listen(context: Pick<TestContext, 'after'>): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    context.after(() => {
      this.#server.closeAllConnections();
      this.#server.close();
    });
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Waits until it was sent so many requests. */
  async gets(count: number): Promise<void> {
    while (this.sent.length < count) await once(this.#news, 'sent');
  }

  #keep({ url = '', headers }: IncomingMessage, body: Buffer): void {
    const text = (headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    this.sent.push({ path: url, headers, body: JSON.parse(text) });
    this.#news.emit('sent');
  }
}

/** A URL where nobody listens. */
export async function freeUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>(resolve => server.close(() => resolve()));
  return `http://127.0.0.1:${port}`;
}
