import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** Posts to one place, over connections that are kept: many small requests cost little. */
export class HttpPost {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: HttpAgent;
  readonly #request: typeof httpRequest;

  constructor(url: string, headers: Readonly<Record<string, string>>, connections: number) {
    this.#url = new URL(url);
    this.#headers = headers;
    const isSafe = this.#url.protocol === 'https:';
    const options = { keepAlive: true, maxSockets: connections };
    this.#agent = isSafe ? new HttpsAgent(options) : new HttpAgent(options);
    this.#request = isSafe ? httpsRequest : httpRequest;
  }

  /** Resolves with the status that it was answered with. Rejects when nobody answers, or not before `signal` aborts. */
  send(body: string | Buffer, signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { ...this.#headers, 'content-length': Buffer.byteLength(body) };
      const request = this.#request(this.#url, { method: 'POST', agent: this.#agent, headers, signal }, response => {
        response.once('error', reject);
        response.once('end', () => resolve(response.statusCode ?? 0));
        response.resume();
      });
      request.once('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
