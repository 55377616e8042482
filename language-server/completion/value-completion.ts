import type { Analysis } from '../../pipeline/analyse.ts';
import type { Shape, StringFormat } from '../../pipeline/vocabulary/shape.ts';
import { executorTypes } from '../../pipeline/vocabulary/words.ts';
import type { CursorPlace } from '../cursor/cursor-place.ts';
import { entriesOf, scalarText, topEntry } from '../task-facts.ts';
import type { Completion } from './completion.ts';
import { taskCompletions } from './task-completion.ts';

/** The words that a value of a shape may be at a place. */
export function valueCompletions(analysis: Analysis, place: CursorPlace, shape: Shape): readonly Completion[] {
  const proposal = (label: string, doc?: string): Completion => {
    const described = doc === undefined ? {} : { doc };
    return { label, kind: 'value', range: place.word, insert: label, ...described };
  };
  switch (shape.kind) {
    case 'enum':
      return shape.values.map(({ value, doc }) => proposal(value, doc));
    case 'boolean':
      return [proposal('true'), proposal('false')];
    case 'duration':
      return ['10s', '1m', '15m', '1h'].map(label => proposal(label));
    case 'size':
      return ['512MiB', '2GiB', '4GB'].map(label => proposal(label));
    case 'string':
      return shape.format === undefined ? [] : named(analysis, place, shape.format, proposal);
    case 'number':
    case 'scalar':
    case 'expression':
    case 'list':
    case 'map':
    case 'object':
    case 'either':
      return [];
    default:
      return shape satisfies never;
  }
}

function named(
  analysis: Analysis,
  place: CursorPlace,
  format: StringFormat,
  proposal: (label: string, doc?: string) => Completion,
): readonly Completion[] {
  switch (format) {
    case 'task-name':
      return taskCompletions(analysis, place);
    case 'pool-name':
      return entriesOf(topEntry(analysis, 'pools')?.value).map(({ key, value }) =>
        proposal(String(key.value), `At most ${scalarText(value) ?? '?'} at once.`),
      );
    case 'executor-name':
      return [
        ...entriesOf(topEntry(analysis, 'executors')?.value).map(({ key }) => proposal(String(key.value))),
        ...executorTypes.filter(({ value }) => value !== 'ssh').map(({ value, doc }) => proposal(value, doc)),
      ];
    case 'timezone':
      return ['UTC', ...Intl.supportedValuesOf('timeZone')].map(zone => proposal(zone));
    case 'env-name':
    case 'identifier':
    case 'path':
    case 'glob':
    case 'cron':
    case 'date':
    case 'script':
      return [];
    default:
      return format satisfies never;
  }
}
