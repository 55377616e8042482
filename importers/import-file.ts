import type { MapSyntax } from '../pipeline/syntax.ts';
import { importArgo, isArgo } from './import-argo.ts';
import { importDvc } from './import-dvc.ts';
import { importGithub } from './import-github.ts';
import { importGitlab } from './import-gitlab.ts';
import { importMakefile } from './import-makefile.ts';
import type { Imported } from './imported.ts';
import { yamlMap } from './yaml-file.ts';

/** What a file to import may be. */
export type ImportSource = 'github' | 'gitlab' | 'dvc' | 'argo' | 'make';

/** Every kind of file that can be imported. */
export const importSources: readonly ImportSource[] = ['github', 'gitlab', 'dvc', 'argo', 'make'];

/** Reads the file of another tool, by what it holds or as `source` says; nothing when it is none of them. For a Makefile, what `make -pn` prints. */
export function importFile(text: string, source?: ImportSource): Imported | undefined {
  if (source === 'make') return importMakefile({ database: text, text });
  const root = yamlMap(text);
  if (!root) return undefined;
  if (source !== undefined) return byYaml[source](root);
  if (isArgo(root)) return importArgo(root);
  return importGithub(root) ?? importDvc(root) ?? importGitlab(root);
}

const byYaml: Readonly<Record<Exclude<ImportSource, 'make'>, (root: MapSyntax) => Imported | undefined>> = {
  github: importGithub,
  gitlab: importGitlab,
  dvc: importDvc,
  argo: importArgo,
};
