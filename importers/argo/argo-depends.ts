import type { TriggerRule } from '../../pipeline/pipeline.ts';

/** What `depends` says: whom it waits for, and the rule, when one of ours says the same. */
export interface ArgoDepends {
  readonly names: readonly string[];
  readonly rule?: TriggerRule;
}

/** Reads `depends`: conditions over how other tasks have ended. A name alone is a success, or a skip. */
export function readDepends(text: string): ArgoDepends {
  const atoms = [...text.matchAll(/([\w-]+)(?:\.(\w+))?/g)].map(([, name = '', result = 'Plain']) => ({
    name,
    result,
  }));
  const names = [...new Set(atoms.map(({ name }) => name))];
  const rule = text.includes('!') ? undefined : (ruleOfAll(text, names) ?? ruleOfOne(text, atoms));
  return { names, ...(rule === undefined ? {} : { rule }) };
}

/** The same asked of every task. */
function ruleOfAll(text: string, names: readonly string[]): TriggerRule | undefined {
  const parts = text.split('&&').map(part => [...part.matchAll(/([\w-]+)(?:\.(\w+))?/g)]);
  if (parts.length !== names.length || parts.some(part => new Set(part.map(([, name]) => name)).size !== 1))
    return undefined;
  const asked = new Set(
    parts.map(part =>
      part
        .map(([, , result = 'Plain']) => result)
        .sort()
        .join(' '),
    ),
  );
  const [only = ''] = asked;
  return asked.size === 1 ? rules[only] : undefined;
}

const rules: Readonly<Record<string, TriggerRule>> = {
  Plain: 'none_failed',
  Succeeded: 'all_success',
  Failed: 'all_failed',
  'Errored Failed': 'all_failed',
  'Errored Failed Omitted Skipped Succeeded': 'all_done',
  'Errored Failed Skipped Succeeded': 'all_done',
  'Errored Failed Succeeded': 'all_done',
  'Failed Succeeded': 'all_done',
};

/** The same asked of any task. */
function ruleOfOne(text: string, atoms: readonly { readonly result: string }[]): TriggerRule | undefined {
  if (text.includes('&&')) return undefined;
  if (atoms.every(({ result }) => result === 'Succeeded')) return 'one_success';
  return atoms.every(({ result }) => result === 'Failed' || result === 'Errored') ? 'one_failed' : undefined;
}
