/** A file that says most of what the language can say. */
export const churn = `name: churn-model
description: Nightly churn model.
params:
  threshold: { type: number, default: 0.9, minimum: 0, maximum: 1, description: Deploy above this accuracy. }
  region: { type: string, default: eu, enum: [us, eu, asia] }
env: { PYTHONUNBUFFERED: "1" }
env_files: [.env]
secrets: [API_TOKEN]
max_parallel: 4
fail_fast: false
timeout: 6h
pools: { warehouse: 2 }
defaults: { retries: 1, retry_delay: 10s, timeout: 1h, shell: sh }
triggers:
  - { cron: "0 2 * * *", timezone: Europe/Berlin, start_date: 2026-01-01, catchup: latest, overlap: skip }
  - { files: ["data/incoming/*.csv"], debounce: 5s }
  - { pipeline: ../ingest/ingest.pipeline.yaml, on: success }

tasks:
  load_data:
    description: Pull last month's events.
    run: python load.py --region \${{ params.region }}
    retries: 3
    retry_delay: 60s
    timeout: 1h
    outputs: { raw: { path: data/raw.csv }, rows: integer }
  validate:
    needs: [load_data]
    run: python validate.py
    inputs: [data/raw.csv, validate.py]
  train:
    needs: [validate]
    matrix: { model: [linear, forest], fold: [1, 2, 3], exclude: [{ model: linear, fold: 3 }] }
    run: python train.py --model \${{ matrix.model }} --fold \${{ matrix.fold }}
    inputs: [data/raw.csv, train.py]
    outputs: { weights: { path: "models/\${{ matrix.model }}-\${{ matrix.fold }}.json" }, accuracy: number }
    resources: { cpus: 1, memory: 2GiB, gpus: 0 }
    cache: true
  evaluate:
    needs: [train]
    run: python evaluate.py
    outputs: { test_accuracy: number }
  deploy:
    needs: [evaluate]
    if: tasks.evaluate.outputs.test_accuracy > params.threshold
    run: ./deploy.sh
    pool: warehouse
  alert:
    needs: [evaluate]
    trigger_rule: one_failed
    run: ./alert.sh
`;

/** Anchors, aliases, merge keys, and keys of the user's own. */
export const anchored = `---
# What several tasks share.
x-python: &python
  shell: python
  retries: &often 3
  env: { MODE: fast }
params:
  url: https://example.org
tasks:
  first: &first
    <<: *python
    run: |
      print("one")
      # a comment of Python
      print("\${{ params.url }}")
    outputs: { rows: integer }

  # The second one takes everything but the script.
  second:
    <<: [*first]
    needs: first
    run: print(2)
    retries: *often
  third:
    needs:
    - second
    - first
    run: >-
      echo folded
      text
    if: \${{ tasks.first.outputs.rows > 0 && contains(env.MODE, 'a') }}
    env: { MODE: slow }
outputs:
  rows: \${{ tasks.first.outputs.rows }}
`;

/** What an editor holds while somebody types: emoji, tabs, half lines, quotes that are not closed. */
export const messy = `name: "Größe 🚀"
tasks:
  größe:
    run: echo "🚀" && echo 'ü'
    needs: [nobody, größe]
  half:
    run: "not closed
    need
  tabbed:
\trun: echo
    retries: 3
  trai
  list:
    run: [echo, a b, "c
  flow: { run: echo, needs: [half, tabbed] }
  Half: { run: x }
  star:
    run: ls
    inputs: [*.csv]
 odd:
    run: x
`;

/** The same lines as Windows writes them. */
export const windows = churn.replaceAll('\n', '\r\n');
