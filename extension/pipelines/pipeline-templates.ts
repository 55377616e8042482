/** A pipeline to begin with. */
export interface PipelineTemplate {
  /** For walkthroughs and key bindings, which name one. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** The file is called after it: `my.pipeline.yaml`. */
  readonly file: string;
  readonly content: string;
}

/** What *New Pipeline* offers. Each runs at once and without other programs: an `echo` stands where a command of one's own goes. */
export const pipelineTemplates: readonly PipelineTemplate[] = [
  {
    ...{ id: 'small', name: 'Small', description: 'Two tasks, one after the other', file: 'my' },
    content: `tasks:
  prepare:
    run: echo "Preparing"
  work:
    needs: [prepare]
    run: |
      echo "Working"
`,
  },
  {
    ...{ id: 'training', name: 'ML Training', file: 'training' },
    description: 'Models compared over a matrix, deployed when the best is good enough',
    content: `# Put your own commands in the place of each echo.
name: training

params:
  threshold: { type: number, default: 0.9, minimum: 0, maximum: 1, description: Deploy above this accuracy. }

defaults: { timeout: 1h }

tasks:
  load:
    run: echo "Loading the data"            # python load.py
    retries: 3
    retry_delay: 10s
  train:
    needs: [load]
    matrix:
      model: [linear, forest]
    run: echo "Training \${{ matrix.model }}"  # python train.py --model \${{ matrix.model }}
  evaluate:
    needs: [train]
    run: echo "accuracy=0.93" >> "$PIPELINE_OUTPUT"
    outputs: { accuracy: number }
  deploy:
    needs: [evaluate]
    if: tasks.evaluate.outputs.accuracy > params.threshold
    run: echo "Deploying"
  alert:
    needs: [evaluate]
    trigger_rule: one_failed
    run: echo "The training failed"
`,
  },
  {
    ...{ id: 'etl', name: 'ETL', file: 'etl' },
    description: 'Tables extracted in parallel, checked, and loaded together',
    content: `# Put your own commands in the place of each echo.
name: etl

pools: { database: 2 }                      # at most two tasks at once ask the database

tasks:
  extract:
    matrix:
      table: [customers, orders, products]
    run: echo "Extracting \${{ matrix.table }}"
    pool: database
    retries: 2
    retry_delay: 30s
    timeout: 15m
  check:
    description: Bad data goes no further.
    needs: [extract]
    run: echo "Checking"
  load:
    needs: [check]
    run: echo "Loading"
    pool: database
  clean_up:
    needs: [load]
    trigger_rule: all_done
    run: echo "Cleaning up, whatever has happened"
`,
  },
  {
    ...{ id: 'build', name: 'Build', file: 'build' },
    description: 'Lint, tests and a package, run again only when their files change',
    content: `# Put your own commands in the place of each echo.
name: build
fail_fast: true

tasks:
  lint:
    run: echo "Linting"                     # npm run lint
  test:
    run: echo "Testing"                     # npm test
    timeout: 10m
  compile:
    run: mkdir -p dist && echo "compiled" > dist/program.txt
    outputs: { program: { path: dist/program.txt } }
    cache: true                             # nothing changed: nothing is run
  package:
    needs: [lint, test, compile]
    run: cat dist/program.txt
    inputs: [dist/program.txt]
`,
  },
];
