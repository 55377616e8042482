import { randomFrom } from '../test/random.ts';

/** A graph of tasks that take known times. */
export interface TimedGraph {
  readonly title: string;
  readonly tasks: readonly TimedTask[];
}

export interface TimedTask {
  readonly name: string;
  readonly needs: readonly string[];
  readonly durationMs: number;
}

/** Graphs of the kinds that people run: samples through the same steps, cross-validation, tables loaded and joined. */
export function timedGraphs(): TimedGraph[] {
  return [samples(12), crossValidation(4, 5), warehouse(30)];
}

/** A workflow as WfCommons (schema 1.5) writes it, with the times that its tasks took. */
export function parseWorkflow(title: string, text: string): TimedGraph {
  const { specification, execution } = (JSON.parse(text) as Workflow).workflow;
  const seconds = new Map(execution.tasks.map(({ id, runtimeInSeconds }) => [id, runtimeInSeconds]));
  const names = new Map(specification.tasks.map(({ id }, place) => [id, `t${place}`]));
  const tasks = specification.tasks.map(({ id, parents }) => ({
    name: names.get(id) ?? '',
    needs: parents.flatMap(parent => names.get(parent) ?? []),
    durationMs: (seconds.get(id) ?? 0) * 1000,
  }));
  return { title, tasks };
}

interface Workflow {
  readonly workflow: {
    readonly specification: { readonly tasks: readonly { readonly id: string; readonly parents: readonly string[] }[] };
    readonly execution: { readonly tasks: readonly { readonly id: string; readonly runtimeInSeconds: number }[] };
  };
}

/** Most are short and a few take many times as long. */
function durations(seed: number): (typicalMs: number) => number {
  const random = randomFrom(seed);
  return typical => typical * Math.exp(random() + random() + random() - 1.5);
}

function samples(count: number): TimedGraph {
  const around = durations(1);
  const steps = { fastqc: 60, trim: 200, align: 900, sort: 150, deduplicate: 250, quantify: 300 };
  const tasks: TimedTask[] = [{ name: 'index', needs: [], durationMs: around(800) }];
  const reports: string[] = [];
  for (let sample = 0; sample < count; sample++) {
    const size = around(1);
    for (const [step, typical] of Object.entries(steps)) {
      const last = tasks.at(-1)?.name ?? '';
      const needs = step === 'fastqc' || step === 'trim' ? [] : step === 'align' ? [last, 'index'] : [last];
      tasks.push({ name: `${step}_${sample}`, needs, durationMs: around(typical) * size });
    }
    reports.push(`fastqc_${sample}`, `quantify_${sample}`);
  }
  tasks.push({ name: 'report', needs: reports, durationMs: around(200) });
  return { title: 'samples through six steps', tasks };
}

function crossValidation(models: number, folds: number): TimedGraph {
  const around = durations(2);
  const tasks: TimedTask[] = [
    { name: 'load', needs: [], durationMs: around(300) },
    { name: 'validate', needs: ['load'], durationMs: around(100) },
  ];
  const best: string[] = [];
  for (let model = 0; model < models; model++) {
    const cost = around(500) * (model + 1);
    const trained = Array.from({ length: folds }, (_, fold) => `train_${model}_${fold}`);
    for (const name of trained) tasks.push({ name, needs: ['validate'], durationMs: around(cost) });
    tasks.push({ name: `evaluate_${model}`, needs: trained, durationMs: around(100) });
    best.push(`evaluate_${model}`);
  }
  tasks.push({ name: 'choose', needs: best, durationMs: around(50) });
  tasks.push({ name: 'retrain', needs: ['choose'], durationMs: around(1500) });
  return { title: 'cross-validation', tasks };
}

function warehouse(tables: number): TimedGraph {
  const around = durations(3);
  const random = randomFrom(4);
  const tasks: TimedTask[] = [];
  for (let table = 0; table < tables; table++) {
    tasks.push({ name: `extract_${table}`, needs: [], durationMs: around(400) });
    tasks.push({ name: `stage_${table}`, needs: [`extract_${table}`], durationMs: around(150) });
  }
  for (let mart = 0; mart < tables / 3; mart++) {
    const needs = new Set(Array.from({ length: 4 }, () => `stage_${Math.floor(random() * tables)}`));
    tasks.push({ name: `mart_${mart}`, needs: [...needs], durationMs: around(600) });
    tasks.push({ name: `test_${mart}`, needs: [`mart_${mart}`], durationMs: around(100) });
  }
  return { title: 'tables loaded and joined', tasks };
}
