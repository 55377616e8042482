import type { Key, Shape } from '../pipeline/vocabulary/shape.ts';

/** A key of the language for people to read: what it means, what it may be, what holds without it, an example. Markdown. */
export function keyDoc(key: Key): string {
  const facts = [
    `Type: ${typeWords(key.shape)}`,
    ...(key.required ? ['required'] : []),
    ...(key.default === undefined ? [] : [`default: \`${key.default}\``]),
  ];
  return [key.doc, facts.join(' · '), `\`\`\`yaml\n${key.example}\n\`\`\``].join('\n\n');
}

/** What a value may be, in a few words. */
export function typeWords(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
      return shape.format === undefined ? 'text' : formatWords[shape.format];
    case 'number':
      return shape.integer ? 'whole number' : 'number';
    case 'enum':
      return shape.open ? 'one of the words, or another text' : 'one of the words';
    case 'scalar':
      return 'text, number or boolean';
    case 'list':
      return shape.single ? `${typeWords(shape.of)}, or a list` : `list: ${typeWords(shape.of)}`;
    case 'map':
      return `map: ${typeWords(shape.of)}`;
    case 'object':
      return 'map';
    case 'either':
      return [...new Set(shape.of.map(typeWords))].join(' or ');
    case 'boolean':
    case 'duration':
    case 'size':
    case 'expression':
      return shape.kind;
    default:
      return shape satisfies never;
  }
}

const formatWords = {
  'task-name': 'task name',
  'pool-name': 'name of a pool',
  'executor-name': 'name of an executor',
  'env-name': 'name of an environment variable',
  identifier: 'name',
  path: 'path',
  glob: 'path or glob',
  cron: 'cron schedule',
  timezone: 'time zone',
  date: 'date',
  script: 'script',
} as const;
