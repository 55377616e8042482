/** One entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The files that the server may look at; each answer is small, so none is waited for. A server without a disk sees none. */
export interface Disk {
  /** The path behind the address of a document; nothing for one that lies on no disk. */
  readonly pathOf: (uri: string) => string | undefined;
  readonly uriOf: (path: string) => string;
  /** The path that `file`, as it is written in the file `from`, means. */
  readonly resolve: (file: string, from: string) => string;
  readonly isThere: (path: string) => boolean;
  /** Empty for a folder that cannot be read. */
  readonly entries: (folder: string) => readonly FolderEntry[];
  /** The text of a file with what changes when it is written; nothing for one that cannot be read. */
  readonly read: (path: string) => { readonly text: string; readonly stamp: string } | undefined;
  /** What changes when a file is written. */
  readonly stampOf: (path: string) => string | undefined;
  /** Every pipeline file below a folder, without those of hidden and installed folders. */
  readonly pipelinesIn: (folder: string) => readonly string[];
}
