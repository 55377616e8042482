import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';

/** A program that is compiled as far as is known. */
export interface Loaded {
  run(): void;
  /** What Node has compiled of it by then; there when `compiled` was not used. */
  readonly code?: () => Buffer;
}

/**
 * Loads a CommonJS file without compiling what stands in `compiled`: what an earlier process said of the very same file,
 * which is not checked. What another Node has compiled is not used.
 */
export function loadCompiled(file: string, compiled?: Buffer): Loaded {
  const text = `(function (exports, require, module, __filename) {${readFileSync(file, 'utf8')}\n})`;
  const script = new Script(text, {
    filename: file,
    ...(compiled && { cachedData: compiled }),
  });
  const run = () => {
    const module = { exports: {} };
    script.runInThisContext()(module.exports, createRequire(file), module, file);
  };
  return compiled && !script.cachedDataRejected ? { run } : { run, code: () => script.createCachedData() };
}
