import type { Json } from '../../../pipeline/pipeline.ts';

/** The version of the specification of OpenLineage that events follow. */
const specification = 'https://openlineage.io/spec/2-0-2/OpenLineage.json';

/** An event of a run, as OpenLineage's specification has it. */
export interface LineageEvent {
  readonly eventType: 'START' | 'RUNNING' | 'COMPLETE' | 'FAIL' | 'ABORT';
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: LineageJob;
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

export interface LineageJob {
  readonly namespace: string;
  readonly name: string;
  readonly facets: Facets;
}

/** A file. */
export interface Dataset {
  readonly namespace: string;
  readonly name: string;
}

export type Facet = Readonly<Record<string, Json>>;
export type Facets = Readonly<Record<string, Facet>>;

/** What all events and facets of one program have in common. */
export interface FacetMaker {
  readonly producer: string;
  readonly schemaURL: string;
  /** A facet that OpenLineage publishes, in that version. */
  published(name: string, version: string, content: Facet): Facet;
  /** A facet of our own. */
  own(content: Facet): Facet;
}

export function facetMaker(version: string): FacetMaker {
  // As a package URL names a package.
  const producer = `pkg:npm/dagwright@${version}`;
  return {
    producer,
    schemaURL: `${specification}#/$defs/RunEvent`,
    published: (name, of, content) => ({
      _producer: producer,
      _schemaURL: `https://openlineage.io/spec/facets/${of}/${name}.json#/$defs/${name}`,
      ...content,
    }),
    own: content => ({ _producer: producer, _schemaURL: `${specification}#/$defs/RunFacet`, ...content }),
  };
}
