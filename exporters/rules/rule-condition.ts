import type { Task } from '../../pipeline/pipeline.ts';
import type { RunIndex } from '../run-index.ts';
import { conditionsOf, endsOf, openingOf } from './group-ends.ts';

/** How an engine says how a task has ended. Such an engine calls all that did not run the same. */
export interface Atoms {
  readonly succeeded: (task: Task) => string;
  readonly failed: (task: Task) => string;
  readonly notRun: (task: Task) => string;
}

/** A condition in `&&`, `||` and `!`; `true` where the rule asks nothing; or why it cannot be said. */
export type RuleCondition = { readonly text: string | true } | { readonly refused: string };

/**
 * What a `trigger_rule` asks of the ends of the needs, for an engine that has no rules but conditions. Engines do not tell
 * `upstream_failed` from `skipped`: where the rule must, and both are possible, it is refused.
 */
export class RuleConditions {
  readonly #index: RunIndex;
  readonly #atoms: Atoms;
  readonly #skips = new Map<string, boolean>();

  constructor(index: RunIndex, atoms: Atoms) {
    this.#index = index;
    this.#atoms = atoms;
  }

  of(task: Task): RuleCondition {
    const opening = openingOf(task, this.#index);
    const needs = opening.needs.flatMap(name => this.#index.get(name) ?? []);
    if (needs.length === 0 || opening.triggerRule === 'all_done') return { text: true };
    const doubtful = this.#doubtful(opening, needs);
    if (doubtful)
      return {
        refused: `${opening.triggerRule} must know whether \`${doubtful.name}\` was skipped or stands below a failure, which looks the same there.`,
      };
    const text = this.#text(opening, needs);
    return { text };
  }

  #text({ triggerRule }: Task, needs: readonly Task[]): string {
    const each = (say: (need: Task) => string, word: '&&' | '||') => joined(needs.map(say), word);
    const success = (need: Task) => this.#success(need);
    const failed = (need: Task) => this.#failed(need);
    const skipped = (need: Task) => this.#skipped(need);
    switch (triggerRule) {
      case 'all_success':
        return each(success, '&&');
      case 'all_failed':
        return each(failed, '&&');
      case 'all_done':
        return 'true';
      case 'one_success':
        return each(success, '||');
      case 'one_failed':
        return each(failed, '||');
      case 'one_done':
        return each(
          need =>
            joined(
              endsOf(need, this.#index).flatMap(end => [this.#atoms.succeeded(end), this.#atoms.failed(end)]),
              '||',
            ),
          '||',
        );
      case 'none_failed':
        return each(need => negated(failed(need)), '&&');
      case 'none_failed_min_one_success':
        return joined([each(need => negated(failed(need)), '&&'), each(success, '||')], '&&');
      case 'none_skipped':
        return each(need => negated(skipped(need)), '&&');
      case 'all_skipped':
        return each(skipped, '&&');
      default:
        return triggerRule satisfies never;
    }
  }

  /** A group has succeeded when no member failed and one succeeded. */
  #success(need: Task): string {
    const ends = endsOf(need, this.#index);
    const [only] = ends;
    if (ends.length === 1 && only) return this.#atoms.succeeded(only);
    const isConditional = ends.some(end => this.#maySkip(end) && !this.#sameAsAll(end, need));
    if (!isConditional) return joined(ends.map(this.#atoms.succeeded), '&&');
    return joined([negated(this.#failed(need)), joined(ends.map(this.#atoms.succeeded), '||')], '&&');
  }

  #failed(need: Task): string {
    const ends = endsOf(need, this.#index);
    const says = ends.map(end => {
      const below = this.#mayStandBelowFailure(end) ? [this.#atoms.notRun(end)] : [];
      return joined([...(end.continueOnError ? [] : [this.#atoms.failed(end)]), ...below], '||');
    });
    return (
      joined(
        says.filter(text => text !== ''),
        '||',
      ) || 'false'
    );
  }

  #skipped(need: Task): string {
    const ends = endsOf(need, this.#index);
    if (!ends.every(end => this.#maySkip(end))) return 'false';
    return joined(ends.map(this.#atoms.notRun), '&&');
  }

  /** A need that may be skipped and may stand below a failure, for a rule that must tell these apart. */
  #doubtful({ triggerRule }: Task, needs: readonly Task[]): Task | undefined {
    const must = !['all_success', 'one_success', 'one_done', 'all_done'].includes(triggerRule);
    const asks = (need: Task) => must || endsOf(need, this.#index).length > 1;
    return needs
      .filter(asks)
      .find(need =>
        endsOf(need, this.#index).some(
          end => this.#maySkip(end) && this.#mayStandBelowFailure(end) && (must || !this.#sameAsAll(end, need)),
        ),
      );
  }

  /** Whether all members of a group are skipped when one is. */
  #sameAsAll(end: Task, need: Task): boolean {
    return (
      end.group === need.name &&
      conditionsOf(end, this.#index).every(({ viewpoint }) => viewpoint !== end) &&
      openingOf(end, this.#index) === need
    );
  }

  #mayStandBelowFailure(task: Task): boolean {
    const { needs, triggerRule } = openingOf(task, this.#index);
    return (
      needs.length > 0 &&
      ['all_success', 'one_success', 'none_failed', 'none_failed_min_one_success'].includes(triggerRule)
    );
  }

  /** Whether its condition, or its rule, can skip it. */
  #maySkip(task: Task): boolean {
    const known = this.#skips.get(task.name);
    if (known !== undefined) return known;
    this.#skips.set(task.name, false);
    const found =
      conditionsOf(task, this.#index).length > 0 ||
      task.foreach !== undefined ||
      this.#ruleMaySkip(openingOf(task, this.#index));
    this.#skips.set(task.name, found);
    return found;
  }

  #ruleMaySkip({ needs, triggerRule }: Task): boolean {
    const all = needs.flatMap(name => this.#index.get(name) ?? []);
    const some = () => all.some(need => endsOf(need, this.#index).some(end => this.#maySkip(end)));
    if (all.length === 0 || triggerRule === 'all_done' || triggerRule === 'none_failed') return false;
    const sees = ['all_success', 'one_success', 'none_failed_min_one_success', 'none_skipped'];
    return sees.includes(triggerRule) ? some() : true;
  }
}

function joined(parts: readonly string[], word: '&&' | '||'): string {
  const [neutral, deciding] = word === '&&' ? ['true', 'false'] : ['false', 'true'];
  const kept = [...new Set(parts)].filter(part => part !== neutral);
  if (kept.includes(deciding)) return deciding;
  const other = word === '&&' ? ' || ' : ' && ';
  if (kept.length < 2) return kept[0] ?? neutral;
  return kept.map(part => (part.includes(other) ? `(${part})` : part)).join(` ${word} `);
}

function negated(text: string): string {
  if (text === 'true' || text === 'false') return text === 'true' ? 'false' : 'true';
  return `!(${text})`;
}
