"""Says as JSON what Airflow makes of an exported DAG file: `graph FILE`, or `results DAG_ID` of its last run."""

import json
import sys
import warnings


def graph(file):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        import importlib.util

        spec = importlib.util.spec_from_file_location("exported", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    from airflow.serialization.serialized_objects import DagSerialization

    found = module.dag
    found.check_cycle()
    DagSerialization.to_dict(found)
    own = [str(one.message) for one in caught if file in str(one.filename)]
    tasks = {
        task.task_id: {
            "rule": str(getattr(task.trigger_rule, "value", task.trigger_rule)),
            "upstream": sorted(task.upstream_task_ids),
            "retries": task.retries,
            "mapped": bool(getattr(task, "is_mapped", False)),
        }
        for task in found.tasks
    }
    return {"dag": found.dag_id, "warnings": own, "tasks": tasks}


def results(dag_id):
    from airflow.models import DagRun, TaskInstance
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        run = session.scalars(select(DagRun).where(DagRun.dag_id == dag_id).order_by(DagRun.id.desc())).first()
        rows = session.scalars(select(TaskInstance).where(TaskInstance.dag_id == dag_id, TaskInstance.run_id == run.run_id))
        named = lambda row: row.task_id if row.map_index < 0 else f"{row.task_id}[{row.map_index}]"
        states = {named(row): str(row.state) for row in rows}
        found = session.scalars(
            select(XComModel).where(XComModel.dag_id == dag_id, XComModel.run_id == run.run_id, XComModel.key == "return_value")
        )
        outputs = {named(row): XComModel.deserialize_value(row) for row in found}
        return {"state": str(run.state), "states": states, "outputs": outputs}


print("RESULT " + json.dumps({"graph": graph, "results": results}[sys.argv[1]](sys.argv[2])))
