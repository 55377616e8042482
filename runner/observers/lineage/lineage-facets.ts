import type { Task } from '../../../pipeline/pipeline.ts';
import type { RunStarted, Source } from '../../event.ts';
import type { FacetMaker, Facets } from './lineage-event.ts';
import { type LineageParent, parentContent } from './lineage-parent.ts';
import type { SourceLocation } from './source-location.ts';

/** What is said of a run, of the whole or of one of its attempts. */
export function runFacets(make: FacetMaker, started: RunStarted, parent: LineageParent | undefined): Facets {
  const { dagwright } = started.versions;
  const engine = { name: 'Dagwright', version: dagwright, openlineageAdapterVersion: dagwright };
  const { trigger } = started;
  const nominalStartTime = trigger && new Date(trigger.scheduledAt).toISOString();
  return {
    processing_engine: make.published('ProcessingEngineRunFacet', '1-1-1', engine),
    ...(nominalStartTime && {
      nominalTime: make.published('NominalTimeRunFacet', '1-0-1', { nominalStartTime }),
    }),
    ...(parent && { parent: make.published('ParentRunFacet', '1-2-0', parentContent(parent)) }),
  };
}

/** What is said of the whole run besides. */
export function startFacets(make: FacetMaker, started: RunStarted): Facets {
  const { runId, file, host, git, trigger, rerunOf, params } = started;
  const parameters = Object.entries(params).map(([key, value]) => ({ key, name: key, value: String(value) }));
  return {
    dagwright_run: make.own({
      ...{ runId, file, host },
      ...(git && { commit: git.commit, dirty: git.dirty }),
      ...(trigger && { trigger: trigger.kind }),
      ...(rerunOf !== undefined && { rerunOf }),
    }),
    ...(parameters.length > 0 && {
      executionParameters: make.published('ExecutionParametersRunFacet', '1-0-0', { parameters }),
    }),
  };
}

/** Why something failed. */
export function errorFacet(make: FacetMaker, message: string, language: string): Facets {
  return {
    errorMessage: make.published('ErrorMessageRunFacet', '1-0-1', { message, programmingLanguage: language }),
  };
}

/** Where a success came from that nothing was run for. */
export function sourceFacet(make: FacetMaker, source: Source | undefined): Facets {
  return source ? { dagwright_source: make.own({ kind: source.kind, run: source.run }) } : {};
}

/** What is said of a job: a pipeline, or a task of it. */
export function jobFacets(
  make: FacetMaker,
  jobType: 'DAG' | 'TASK',
  description: string | undefined,
  place: (SourceLocation & { readonly commit: string }) | undefined,
): Facets {
  const type = { processingType: 'BATCH', integration: 'DAGWRIGHT', jobType };
  return {
    jobType: make.published('JobTypeJobFacet', '2-0-4', type),
    ...(description !== undefined && {
      documentation: make.published('DocumentationJobFacet', '1-1-0', { description }),
    }),
    ...(place && { sourceCodeLocation: locationFacet(make, place) }),
  };
}

function locationFacet(make: FacetMaker, { commit, ...where }: SourceLocation & { readonly commit: string }) {
  return make.published('SourceCodeLocationJobFacet', '1-1-0', { type: 'git', version: commit, ...where });
}

/** What has to end before a task can start. */
export function dependenciesFacet(make: FacetMaker, namespace: string, needs: readonly string[], task: Task): Facets {
  if (needs.length === 0) return {};
  const upstream = needs.map(name => ({ job: { namespace, name }, sequence_trigger_rule: 'FINISH_TO_START' }));
  const content = { upstream, trigger_rule: task.triggerRule.toUpperCase() };
  return { jobDependencies: make.published('JobDependenciesRunFacet', '1-0-1', content) };
}
