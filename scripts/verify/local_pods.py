

# Stands in for Kubernetes: what a pod would run is run here, in a folder of its own instead of /airflow and /tmp.
def execute_here(self, context):
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        os.makedirs(os.path.join(place, "xcom"))
        own = lambda word: word.replace("/airflow/xcom", os.path.join(place, "xcom")).replace("/tmp/pipeline", os.path.join(place, "pipeline"))
        words = [own(word) for word in [*self.cmds, *self.arguments]]
        env = {"PATH": os.environ["PATH"], **{one.name: one.value for one in self.env_vars}}
        ended = subprocess.run(words, env=env, capture_output=True, text=True)
        self.log.info("%s %s %s", self.image, ended.stdout, ended.stderr)
        if ended.returncode != 0:
            raise AirflowException(f"The pod ended with {ended.returncode}: {ended.stderr}")
        if not self.do_xcom_push:
            return None
        with open(os.path.join(place, "xcom", "return.json"), encoding="utf-8") as written:
            return json.loads(written.read())


KubernetesPodOperator.execute = execute_here
