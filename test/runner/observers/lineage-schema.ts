import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const folder = join(import.meta.dirname, 'openlineage');

/** An event as far as tests look at it. */
export interface SentEvent {
  readonly eventType: string;
  readonly eventTime: string;
  readonly run: { readonly runId: string; readonly facets: SentFacets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: SentFacets };
  readonly inputs: readonly { readonly namespace: string; readonly name: string }[];
  readonly outputs: readonly { readonly namespace: string; readonly name: string }[];
}

export type SentFacets = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Makes sure that a value is an event as OpenLineage publishes it, each facet as the schema that it names says, and under the name that this gives it. */
export function lineageChecker(): (event: unknown) => SentEvent {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const file of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const isValid = (schema: string, value: unknown) => {
    const validate = ajv.getSchema(schema);
    assert.ok(validate, `no such schema: ${schema}`);
    assert.ok(validate(value), `${JSON.stringify(value)}\n${ajv.errorsText(validate.errors)}`);
  };
  return value => {
    const event = value as SentEvent & { readonly schemaURL: string };
    isValid(event.schemaURL, event);
    for (const [name, facet] of [...Object.entries(event.run.facets), ...Object.entries(event.job.facets)]) {
      isValid(String(facet._schemaURL), facet);
      if (name.startsWith('dagwright_')) continue;
      const [file = ''] = String(facet._schemaURL).split('#');
      isValid(file, { [name]: facet });
      assert.ok(Object.hasOwn(propertiesOf(ajv, file), name), `${file} has no facet ${name}`);
    }
    return event;
  };
}

function propertiesOf(ajv: Ajv2020, file: string): object {
  const schema = ajv.getSchema(file)?.schema;
  assert.ok(typeof schema === 'object' && 'properties' in schema && schema.properties instanceof Object);
  return schema.properties;
}
