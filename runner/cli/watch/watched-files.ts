import { dirname, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Task } from '../../../pipeline/pipeline.ts';
import type { RunOptions } from '../../run-options.ts';
import { namedScripts } from '../rerun/named-scripts.ts';

/** The files of a pipeline whose change wakes `dagwright watch`. */
export interface WatchedFiles {
  /** The same when nothing else is to be listened at. */
  readonly key: string;
  /** Files and folders to listen at, absolute. */
  readonly places: readonly string[];
  /** Whether a path below a place is of interest; a folder is when something in it may be. */
  readonly isOfInterest: (path: string) => boolean;
  /** The pipeline's file and those that it uses. */
  readonly isPipeline: (path: string) => boolean;
  /** Whether a file is written by people: a pipeline, or a script that a `run` names. */
  readonly isSource: (path: string) => boolean;
  /** The tasks that read a file: it is among their `inputs`, a script that their `run` names, or an `env_files` of theirs. */
  readonly readersOf: (path: string) => readonly string[];
  /** The tasks that declare a file, or a folder that it is in, as an output. */
  readonly writersOf: (path: string) => readonly string[];
}

type Fits = (path: string) => boolean;

interface Interest {
  readonly task: string;
  readonly fits: Fits;
}

/** What to listen at for a pipeline as it stands in a run. An expression in a glob stands for any text there. */
export function watchedFiles(options: RunOptions): WatchedFiles {
  const files = [options.file, ...Object.keys(options.used ?? {})];
  const places = new Set(files);
  const readers: Interest[] = [];
  const writers: Interest[] = [];
  const scripts = new Set<string>();
  const key: unknown[] = [files];
  for (const task of options.pipeline.tasks) {
    const base = baseOf(task, options);
    const named = namedScripts(task.action, resolve(base, task.workingDirectory ?? ''));
    for (const script of named) scripts.add(script);
    const inputs = [...task.inputs, ...named, ...envFilesOf(task, options)].map(glob => anyValue(glob));
    for (const glob of inputs) if (!glob.startsWith('!')) places.add(placeOf(glob, base));
    if (inputs.length > 0) key.push(base, inputs);
    if (inputs.length > 0) readers.push({ task: task.name, fits: fitsAny(inputs, base) });
    const outputs = Object.values(task.outputs).flatMap(output => ('path' in output ? [anyValue(output.path)] : []));
    if (outputs.length > 0) writers.push({ task: task.name, fits: fitsAny(outputs, base) });
  }
  const isPipeline = (path: string) => files.includes(path);
  return {
    key: JSON.stringify(key),
    places: [...places],
    isPipeline,
    isSource: path => isPipeline(path) || scripts.has(path),
    isOfInterest: path => isPipeline(path) || readers.some(({ fits }) => fits(path)),
    readersOf: path => readers.filter(({ fits }) => fits(path)).map(({ task }) => task),
    writersOf: path => writers.filter(({ fits }) => fits(path)).map(({ task }) => task),
  };
}

/** The folder of the file that a task is written in. */
function baseOf({ scope }: Task, { file, pipeline }: RunOptions): string {
  const user = scope === undefined ? undefined : pipeline.tasks.find(({ name }) => name === scope);
  return dirname(user?.action.kind === 'pipeline' ? user.action.file : file);
}

function envFilesOf({ scope }: Task, { pipeline }: RunOptions): readonly string[] {
  return scope === undefined ? pipeline.envFiles : [];
}

function anyValue(text: string): string {
  return text.replace(/\$\{\{.*?\}\}/gs, '*');
}

/** What a glob can be found below. */
function placeOf(glob: string, base: string): string {
  const { base: fixed, isGlob } = picomatch.scan(glob);
  return resolve(base, isGlob ? fixed : glob);
}

/** Whether a path fits one of some globs or lies in a folder that does, and none that begins with `!`. */
function fitsAny(globs: readonly string[], base: string): Fits {
  const absolute = (glob: string) => posix(resolve(base, glob));
  const wanted = globs.filter(glob => !glob.startsWith('!')).map(absolute);
  const unwanted = globs.filter(glob => glob.startsWith('!')).map(glob => absolute(glob.slice(1)));
  const literal = new Set(wanted);
  const fits = picomatch(wanted.flatMap(withContent));
  const isExcluded = unwanted.length === 0 ? () => false : picomatch(unwanted.flatMap(withContent), { dot: true });
  return path => (literal.has(posix(path)) || fits(posix(path))) && !isExcluded(posix(path));
}

function withContent(glob: string): string[] {
  return [glob, `${glob}/**`];
}

function posix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
