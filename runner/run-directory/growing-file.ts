import { open, stat } from 'node:fs/promises';

const chunkSize = 1 << 20;

/** Reads a file that others append to, each byte once and in order. */
export class GrowingFile {
  readonly path: string;
  #offset: number;

  constructor(path: string, offset = 0) {
    this.path = path;
    this.#offset = offset;
  }

  /** The next bytes, at most 1 MiB; empty when there are none yet; `missing` when the file is not there, or is shorter than what was read. */
  async read(): Promise<Uint8Array | 'missing'> {
    try {
      const { size } = await stat(this.path);
      if (size < this.#offset) return 'missing';
      return size === this.#offset ? new Uint8Array() : await this.#readAt(Math.min(size - this.#offset, chunkSize));
    } catch (error) {
      if (isMissing(error)) return 'missing';
      throw error;
    }
  }

  /** Reads the last `count` bytes once more: they may be written anew. */
  back(count: number): void {
    this.#offset -= count;
  }

  async #readAt(length: number): Promise<Uint8Array> {
    const file = await open(this.path, 'r');
    try {
      const buffer = new Uint8Array(length);
      const { bytesRead } = await file.read(buffer, 0, length, this.#offset);
      this.#offset += bytesRead;
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESTALE';
}
