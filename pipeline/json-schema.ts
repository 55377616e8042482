import type { Json } from './pipeline.ts';
import type { Key, Shape } from './vocabulary/shape.ts';
import { pipelineShape } from './vocabulary.ts';

/** The vocabulary as a JSON schema (draft 07), for tools that know nothing but schemas. */
export function jsonSchema(): { readonly [key: string]: Json } {
  const schema = schemaOf(pipelineShape);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Dagwright pipeline',
    ...schema,
    patternProperties: { '^x-': {} },
  };
}

type Schema = { readonly [key: string]: Json };

const expression: Schema = { type: 'string', pattern: '\\$\\{\\{' };

function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case 'string':
      return { type: 'string', ...(shape.nonEmpty ? { minLength: 1 } : {}) };
    case 'number':
      return {
        type: shape.integer ? 'integer' : 'number',
        ...(shape.minimum === undefined ? {} : { minimum: shape.minimum }),
        ...(shape.maximum === undefined ? {} : { maximum: shape.maximum }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'enum':
      return enumSchema(shape);
    case 'duration':
      return { type: 'string', pattern: '^(\\d+(\\.\\d+)?(ms|[smhd]))+$' };
    case 'size':
      return { type: 'string', pattern: '^\\d+(\\.\\d+)?([KMGT]i?B|B)$' };
    case 'expression':
      return { type: ['string', 'boolean', 'number'] };
    case 'scalar':
      return { type: ['string', 'number', 'boolean', 'null'] };
    case 'list':
      return listSchema(shape);
    case 'map':
      return { type: ['object', 'null'], additionalProperties: schemaOf(shape.of) };
    case 'object':
      return objectSchema(shape);
    case 'either':
      return { anyOf: shape.of.map(schemaOf) };
    default:
      return shape satisfies never;
  }
}

function enumSchema({ values, open }: Extract<Shape, { kind: 'enum' }>): Schema {
  const words = { type: 'string', enum: values.map(({ value }) => value) };
  return open ? { anyOf: [words, { type: 'string' }] } : words;
}

function listSchema({ of, single, nonEmpty }: Extract<Shape, { kind: 'list' }>): Schema {
  const list = { type: 'array', items: schemaOf(of), ...(nonEmpty ? { minItems: 1 } : {}) };
  return single ? { anyOf: [schemaOf(of), list] } : list;
}

function objectSchema({ keys, others }: Extract<Shape, { kind: 'object' }>): Schema {
  const required = keys.filter(key => key.required).map(({ name }) => name);
  return {
    type: required.length > 0 ? 'object' : ['object', 'null'],
    properties: Object.fromEntries(keys.map(key => [key.name, keySchema(key)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: others ? { anyOf: [schemaOf(others), expression] } : false,
  };
}

function keySchema({ shape, doc, default: fallback, example }: Key): Schema {
  const held = fallback === undefined ? '' : ` Default: ${fallback}.`;
  return { ...schemaOf(shape), description: `${doc}${held}`, examples: [example] };
}
