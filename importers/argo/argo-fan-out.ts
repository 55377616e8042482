import { entriesOf, entryOf, scalarOf } from '../../pipeline/reading/fields.ts';
import type { ValueSyntax } from '../../pipeline/syntax.ts';
import type { ImportedTask, ImportLosses } from '../imported.ts';
import { axisText, combinationsText, itemsOf } from '../yaml-file.ts';

/** How a node is many: by values that stand there, or by a list that is known only in the run. */
export interface ArgoFanOut extends Pick<ImportedTask, 'matrix' | 'foreach'> {
  /** What `item`, and `item.name`, mean in its texts; nothing when they mean nothing. */
  readonly item?: (step: string | undefined) => string | undefined;
}

/** Reads `withItems`, `withSequence` and `withParam`. `list` writes a text with tags as an expression. */
export function fanOut(
  node: ValueSyntax,
  list: (text: string) => string | undefined,
  losses: ImportLosses,
): ArgoFanOut {
  const entry = ['withItems', 'withSequence', 'withParam']
    .map(key => entryOf(node, key))
    .find(found => found !== undefined);
  if (!entry) return {};
  const param = scalarOf(node, 'withParam');
  const given = param ? list(param.text) : undefined;
  if (param && given !== undefined)
    return { foreach: { list: given, as: 'item' }, item: step => (step === undefined ? 'item' : `item.${step}`) };
  const isSequence = entry.key.text === 'withSequence';
  const matrix = param ? literalList(param.text) : isSequence ? sequence(entry.value) : items(entry.value, entry);
  if (matrix === undefined)
    losses.lost(
      entry.key,
      `\`${entry.key.text}\` goes through values that are known to Argo only: write them as a matrix, or as a foreach.`,
    );
  if (matrix === undefined) return {};
  const isFlat = matrix.startsWith('item:');
  return {
    matrix: [matrix],
    item: step => (isFlat ? (step === undefined ? 'matrix.item' : undefined) : step && `matrix.${step}`),
  };
}

function items(value: ValueSyntax | undefined, entry: Parameters<typeof axisText>[0]): string | undefined {
  const isMaps = itemsOf(value).every(item => entriesOf(item).length > 0);
  if (isMaps) return combinationsText('include', value);
  return axisText({ key: { ...entry.key, text: 'item' }, ...(value ? { value } : {}) });
}

/** A list that stands there as JSON. */
function literalList(text: string): string | undefined {
  try {
    const found: unknown = JSON.parse(text);
    const isPlain = Array.isArray(found) && found.length > 0 && found.every(item => typeof item !== 'object');
    return isPlain ? `item: [${found.map(item => JSON.stringify(item)).join(', ')}]` : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers from `start` on: so many, or up to `end`. Items of Argo are texts. */
function sequence(value: ValueSyntax | undefined): string | undefined {
  const [start = 0, count, end] = ['start', 'count', 'end'].map(key => {
    const text = scalarOf(value, key)?.text;
    return text === undefined ? undefined : Number(text);
  });
  const length = count ?? (end === undefined ? Number.NaN : Math.abs(end - start) + 1);
  if (!(length > 0 && length <= 1000) || Number.isNaN(start) || scalarOf(value, 'format')) return undefined;
  const step = end !== undefined && end < start ? -1 : 1;
  return `item: [${Array.from({ length }, (_, place) => `"${start + place * step}"`).join(', ')}]`;
}
