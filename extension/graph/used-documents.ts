import * as vscode from 'vscode';
import { type Analysis, analyse } from '../../pipeline/analyse.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { deepestUse } from '../../pipeline/unroll/task-count.ts';
import type { UsedFiles } from '../../pipeline/unroll/used-files.ts';
import type { FilesBeside, FoundFile } from '../../pipeline/uses/files-beside.ts';
import { usesOf } from '../../pipeline/uses/uses-of.ts';

/** The pipelines that one uses, as the editor has them: open ones with what is typed, others as they were last saved. Paths are addresses. */
export class UsedDocuments implements FilesBeside {
  #found = new Map<string, FoundFile>();

  /** Reads all that the pipeline at `uri` uses, and what that uses; answers whether anything is other than before. */
  async read(analysis: Analysis | undefined, uri: vscode.Uri): Promise<boolean> {
    const before = this.#found;
    const found = new Map<string, FoundFile>();
    let level: readonly (readonly [Analysis, string])[] = analysis ? [[analysis, uri.toString()]] : [];
    for (let depth = 0; depth < deepestUse && level.length > 0; depth++) {
      const next: [Analysis, string][] = [];
      for (const [user, from] of level) {
        for (const { file } of usesOf(user)) {
          const target = this.resolve(file, from);
          if (found.has(target)) continue;
          const read = await readPipeline(target, before.get(target));
          found.set(target, read);
          if ('analysis' in read) next.push([read.analysis, target]);
        }
      }
      level = next;
    }
    this.#found = found;
    return found.size !== before.size || [...found].some(([path, file]) => before.get(path) !== file);
  }

  /** Whether this is a pipeline that was read. */
  has(uri: vscode.Uri): boolean {
    return this.#found.has(uri.toString());
  }

  /** What of it can be run, for who goes through a run. */
  usedFiles(): UsedFiles {
    const used: Record<string, { readonly pipeline: Pipeline }> = {};
    for (const [path, file] of this.#found)
      if ('analysis' in file && file.analysis.pipeline) used[path] = { pipeline: file.analysis.pipeline };
    return { used, resolve: (file, from) => this.resolve(file, from) };
  }

  resolve(file: string, from: string): string {
    const uri = vscode.Uri.parse(from);
    const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/.test(file);
    return (
      isAbsolute ? uri.with({ path: vscode.Uri.file(file).path }) : vscode.Uri.joinPath(uri, '..', file)
    ).toString();
  }

  find(path: string): FoundFile | undefined {
    return this.#found.get(path);
  }

  name(path: string): string {
    return vscode.workspace.asRelativePath(vscode.Uri.parse(path));
  }
}

/** What was known is given back when the text is the same. */
async function readPipeline(address: string, known: FoundFile | undefined): Promise<FoundFile> {
  try {
    const text = await textOf(vscode.Uri.parse(address));
    if (known && 'analysis' in known && known.analysis.text === text) return known;
    return { analysis: analyse(text), identity: address };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return known && 'problem' in known && known.problem === problem ? known : { problem };
  }
}

/** A file is read without being opened as a document: the editor would serve it as one. */
async function textOf(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
  return open ? open.getText() : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
