import { type Analysis, analyse } from '../../pipeline/analyse.ts';
import { closest } from '../../pipeline/closest.ts';
import type { KnownFiles } from '../../pipeline/missing-files.ts';
import { scalarOf } from '../../pipeline/reading/fields.ts';
import type { FilesBeside, FoundFile } from '../../pipeline/uses/files-beside.ts';
import type { Beside } from '../completion/completions-at.ts';
import { OpenDocument } from '../open-document.ts';
import type { Encoding } from '../position.ts';
import type { Disk } from './disk.ts';

interface ReadFile {
  readonly analysis: Analysis;
  readonly stamp: string;
}

/** The documents that are open and the files around them; what is open is seen before what is saved. */
export class Workspace implements FilesBeside {
  readonly disk: Disk | undefined;
  readonly documents = new Map<string, OpenDocument>();
  /** Grows whenever files may have changed, so that what was found out of them is no longer sure. */
  generation = 0;
  readonly #read = new Map<string, ReadFile | undefined>();
  readonly #saved = new Map<string, readonly string[]>();

  constructor(disk?: Disk) {
    this.disk = disk;
  }

  /** Looks at the files again; with `samePlaces` none has come or gone. */
  refresh(samePlaces = false): void {
    this.generation++;
    if (!samePlaces) this.#saved.clear();
    for (const [path, known] of this.#read) {
      if (known?.stamp !== this.disk?.stampOf(path)) this.#read.delete(path);
    }
  }

  /** Forgets what is saved of a document that is open from now on: a large one would be held twice. */
  opened(uri: string): void {
    const path = this.disk?.pathOf(uri);
    if (path !== undefined) this.#read.delete(path);
  }

  /** What there is to know of the files beside a document; nothing where it lies on no disk. */
  filesAround(uri: string): KnownFiles | undefined {
    const { disk } = this;
    const path = disk?.pathOf(uri);
    if (!disk || path === undefined) return undefined;
    return {
      exists: file => disk.isThere(disk.resolve(file, path)),
      namesIn: folder => disk.entries(disk.resolve(folder === '' ? '.' : folder, path)).map(({ name }) => name),
    };
  }

  /** What completion in a document may ask of the files around it. */
  beside(document: OpenDocument): Beside | undefined {
    const { disk } = this;
    const path = disk?.pathOf(document.uri);
    if (!disk || path === undefined) return undefined;
    return {
      list: folder => disk.entries(disk.resolve(folder, path)),
      usedBy: task => {
        const block = document.analysis.syntax.tasksByName.get(task)?.block;
        const file = scalarOf(block?.body, 'uses')?.text;
        return file === undefined ? undefined : this.analysisOf(disk.resolve(file, path));
      },
    };
  }

  /** The addresses of all pipelines below some folders, and of those that are open, each once. */
  pipelines(roots: readonly string[]): readonly string[] {
    const { disk } = this;
    const folders = roots.flatMap(root => disk?.pathOf(root) ?? []);
    const saved = folders.flatMap(folder => this.#savedIn(folder));
    return [...new Set([...this.documents.keys(), ...saved])];
  }

  #savedIn(folder: string): readonly string[] {
    const known = this.#saved.get(folder) ?? this.disk?.pipelinesIn(folder).map(this.disk.uriOf) ?? [];
    this.#saved.set(folder, known);
    return known;
  }

  /** The pipelines below the folders that are open, as documents, those that are open first. */
  *allDocuments({
    roots,
    encoding,
  }: {
    readonly roots: readonly string[];
    readonly encoding: Encoding;
  }): Generator<OpenDocument> {
    for (const uri of this.pipelines(roots)) {
      const open = this.documents.get(uri);
      const path = this.disk?.pathOf(uri);
      const analysis = open || path === undefined ? undefined : this.analysisOf(path);
      if (open) yield open;
      else if (analysis) yield new OpenDocument(uri, 0, analysis.text, encoding);
    }
  }

  resolve(file: string, from: string): string {
    return this.disk?.resolve(file, from) ?? file;
  }

  name(path: string): string {
    return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  find(path: string): FoundFile | undefined {
    const { disk } = this;
    if (!disk) return undefined;
    const analysis = this.analysisOf(path);
    if (analysis) return { analysis, identity: path };
    const name = this.name(path);
    const folder = path.slice(0, -name.length);
    const there = disk.entries(folder === '' ? '.' : folder).filter(entry => /\.ya?ml$/.test(entry.name));
    const stems = new Map(there.map(entry => [stemOf(entry.name), entry.name]));
    const near = stems.get(closest(stemOf(name), stems.keys()) ?? '');
    return { problem: `There is no file "${name}".`, ...(near === undefined ? {} : { near }) };
  }

  /** What a file says, as it is open or else as it is saved. */
  analysisOf(path: string): Analysis | undefined {
    const open = this.documents.get(this.disk?.uriOf(path) ?? path);
    if (open) return open.analysis;
    if (this.#read.has(path)) return this.#read.get(path)?.analysis;
    const found = this.disk?.read(path);
    const known = found && { analysis: analyse(found.text), stamp: found.stamp };
    this.#read.set(path, known);
    return known?.analysis;
  }
}

/** What all pipelines end in says nothing of which one is meant. */
function stemOf(name: string): string {
  return name.replace(/(?:\.pipeline)?\.ya?ml$/, '');
}
