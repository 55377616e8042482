import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Json, Task } from '../../../pipeline/pipeline.ts';
import type { CacheSubject } from '../../../runner/cache/cache-subject.ts';
import { SharedCache } from '../../../runner/cache/shared-cache.ts';
import { makeTask } from '../make-pipeline.ts';

/** A root with files, and caches as runs in it would use them. Time is far behind every file, unless a test ticks it. */
export class TrialCache {
  readonly root: string;
  now = Date.now() + 3_600_000;
  maxBytes = 1e9;

  constructor(context: TestContext) {
    this.root = realpathSync(mkdtempSync(join(tmpdir(), 'dagwright-cache-')));
    context.after(() => rmSync(this.root, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.root, name);
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), text);
    }
  }

  /** A cache as a new run opens it. */
  open(subject: Partial<CacheSubject> = {}): SharedCache {
    return new SharedCache({
      root: this.root,
      now: () => this.now,
      maxBytes: this.maxBytes,
      subjectOf: task => ({ ...this.subject(task.name), ...subject }),
    });
  }

  subject(task: string): CacheSubject {
    return {
      ...{ task, pipeline: 'p', file: this.path('p.pipeline.yaml'), template: '', workingDirectory: this.root },
      ...{ action: { kind: 'script', script: 'work', shell: 'sh' }, env: {}, hiddenEnv: {}, inputs: [], outputs: {} },
      ...{ secrets: {}, needs: {}, expressions: () => ({}) },
    };
  }

  /** A run of one task: what the look-up says in a line, and, when it misses, `work` and what the cache says to its success. */
  async run(
    subject: Partial<CacheSubject>,
    work: () => Readonly<Record<string, Json>> | undefined = () => undefined,
  ): Promise<string> {
    const cache = this.open(subject);
    const task = cachedTask(subject.task);
    const found = await cache.lookUp(task);
    const outputs = found.kind === 'hit' ? undefined : work();
    const note = found.kind === 'hit' ? undefined : await cache.publish(task, outputs, 'r1');
    await cache.close();
    if (found.kind === 'hit') return `hit ${JSON.stringify(found.outputs ?? {})}`.replaceAll(`${this.root}/`, '');
    return `miss: ${[...found.why, ...(note === undefined ? [] : [note])].join('; ')}`.replaceAll(`${this.root}/`, '');
  }
}

export function cachedTask(name = 'train'): Task {
  return makeTask(name, 'work', { cache: true });
}
