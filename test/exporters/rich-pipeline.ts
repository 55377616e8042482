/** A pipeline that says much of what another engine can say too. */
export const richPipeline = `params: { region: { type: string, enum: [eu, us], default: eu }, share: 0.5, on: true }
secrets: [TOKEN]
env: { REGION: "\${{ params.region }}" }
pools: { one: 1, two: 2 }
timeout: 1h
triggers: [{ cron: "0 2 * * 1", timezone: UTC }]
tasks:
  list:
    run: echo 'files=["a","b"]' >> "$PIPELINE_OUTPUT"
    outputs: { files: json, name: string, rows: integer }
    retries: 2
    retry_delay: 10s
    retry_backoff: 2
    max_retry_delay: 1m
    retry_on_exit_codes: [75]
    pool: two
  each:
    needs: [list]
    foreach: \${{ tasks.list.outputs.files }}
    as: file
    run: [cat, "\${{ file }}"]
    pool: one
  some:
    matrix: { n: [1, 2], exclude: [{ n: 2 }], include: [{ n: 3, x: "y" }] }
    if: params.share >= 0.5 && params.on
    shell: python
    run: print(\${{ matrix.n }})
    resources: { cpus: 1, memory: 1GiB, gpus: 1 }
  boxed:
    needs: [list]
    run: [python, -c, print(1)]
    container: { image: "python:\${{ tasks.list.outputs.rows }}", volumes: ["/data:/in:ro"], user: "1000", options: ["--shm-size=8g"] }
    resources: { cpus: 0.5, memory: 1GiB }
    outputs: { made: { path: made.txt } }
    timeout: 90s
  may:
    needs: [list]
    run: exit 1
    continue_on_error: true
  last:
    needs: [each, some, may]
    trigger_rule: all_done
    if: params.region == 'eu'
    run: echo done
  next:
    needs: [list]
    if: tasks.list.outputs.rows > 3 && contains(tasks.list.outputs.name, 'X')
    run: echo \${{ tasks.list.outputs.rows }}
`;
