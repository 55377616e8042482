import type { Analysis } from '../analyse.ts';
import { withoutIgnored } from '../ignore-comments.ts';
import { lineAndColumn, lineIndex } from '../line-index.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { deepestUse } from '../unroll/task-count.ts';
import { checkUsedOutputs } from './check-used-outputs.ts';
import { checkWith } from './check-with.ts';
import { FileTrails } from './file-trails.ts';
import type { FilesBeside } from './files-beside.ts';
import { isPipelineText, type Use, usesOf } from './uses-of.ts';

/**
 * What is wrong with the pipelines that a file uses, seen from it: they cannot be read, have errors, lead back to it or
 * too deep, or are asked for params and outputs that they do not have. `path` is where the file stands; ranges are those
 * of its text, in its order.
 */
export function checkUses(analysis: Analysis, path: string, files: FilesBeside): readonly Problem[] {
  return new UsesCheck(files).problems(analysis, path);
}

class UsesCheck {
  readonly #files: FilesBeside;
  readonly #trails: FileTrails;
  readonly #faults = new Map<string, string | undefined>();

  constructor(files: FilesBeside) {
    this.#files = files;
    this.#trails = new FileTrails(files);
  }

  problems(analysis: Analysis, path: string): readonly Problem[] {
    const uses = usesOf(analysis);
    if (uses.length === 0) return [];
    const outputs = new Map<string, readonly string[]>();
    const problems = uses.flatMap(use => {
      const target = this.#files.resolve(use.file, path);
      const wrong = this.#unusable(use, target, path);
      if (wrong) return [wrong];
      const found = this.#files.find(target);
      const pipeline = found && 'analysis' in found ? found.analysis.pipeline : undefined;
      if (!pipeline) return [];
      outputs.set(use.task, Object.keys(pipeline.outputs));
      return checkWith(use, pipeline.params, this.#files.name(target));
    });
    const all = [...problems, ...checkUsedOutputs(analysis, outputs)];
    const sorted = all.sort((one, other) => one.range.start - other.range.start);
    return withoutIgnored(analysis.text, sorted);
  }

  #unusable(use: Use, target: string, path: string): Problem | undefined {
    const found = this.#files.find(target);
    if (found && 'problem' in found) {
      const folder = use.file.slice(0, use.file.lastIndexOf('/') + 1);
      const near = found.near === undefined ? undefined : folder + found.near;
      const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
      const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, use.range, quoted(near))];
      return problem('unusable-pipeline', use.range, found.problem + hint, { fixes });
    }
    const cycle = this.#trails.cycle(path, target);
    if (cycle) return problem('unusable-pipeline', use.range, this.#cycleText(cycle));
    if (1 + this.#trails.height(target) > deepestUse) {
      const message = `From here, pipelines use one another more than ${deepestUse} levels deep, which is not run.`;
      return problem('unusable-pipeline', use.range, message);
    }
    const fault = this.#faultOf(target);
    return fault === undefined ? undefined : problem('unusable-pipeline', use.range, fault);
  }

  #cycleText(cycle: readonly string[]): string {
    const names = cycle.map(file => this.#files.name(file));
    const [first, last] = [names[0], names.at(-1)];
    if (first !== last) names[names.length - 1] = `${last}, which is ${first}`;
    if (cycle.length === 2 && first === last) return `${first} uses itself, so it would never end.`;
    return `These pipelines use one another, so they would never end: ${names.join(' → ')}.`;
  }

  /** A sentence on the errors of a file, its own and those of what it uses: each file is looked at once. */
  #faultOf(path: string): string | undefined {
    if (this.#faults.has(path)) return this.#faults.get(path);
    const found = this.#files.find(path);
    const fault = found && 'analysis' in found ? this.#faultIn(found.analysis, path) : undefined;
    this.#faults.set(path, fault);
    return fault;
  }

  #faultIn(analysis: Analysis, path: string): string | undefined {
    const name = this.#files.name(path);
    if (!isPipelineText(analysis)) return `${name} is no pipeline: it has no "tasks".`;
    const own = analysis.problems.filter(({ severity }) => severity === 'error');
    const errors = own.length > 0 ? own : this.problems(analysis, path).filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (!first) return undefined;
    const line = lineAndColumn(lineIndex(analysis.text), first.range.start).line + 1;
    const count =
      errors.length === 1 ? `has an error in line ${line}` : `has ${errors.length} errors, the first in line ${line}`;
    return `${name} ${count}: ${first.message}`;
  }
}

/** As a plain scalar where that is the same. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : JSON.stringify(path);
}
