import { keptArguments } from './task-class.ts';

/** The class of the tasks with a `container`, as it stands in the exported file. */
export const podClass = `class PipelinePod(KubernetesPodOperator):
    """Runs a script, or a program with its arguments, in a pod, as PipelineTask does on a worker.

    The files of the repository come from the volume claim CLAIM, and are seen in the pod at the path that they have here.
    """

    template_fields = (*KubernetesPodOperator.template_fields, "run", "env", "cwd", "gives", "only_if", "item")
    template_ext = ()
    template_fields_renderers = {}

    def __init__(
        self, *, known_as, run, shell="sh", reads=None, gives=None, env=None, only_if="True", item=None, retry_on=None, folder=FOLDER, cwd="", mounts=(), **more
    ):
        claim = k8s.V1PersistentVolumeClaimVolumeSource(claim_name=CLAIM)
        volumes = [k8s.V1Volume(name="workspace", persistent_volume_claim=claim)]
        places = [k8s.V1VolumeMount(name="workspace", mount_path=ROOT)]
        for number, (source, path, read_only) in enumerate(mounts):
            volumes.append(k8s.V1Volume(name=f"volume-{number}", host_path=k8s.V1HostPathVolumeSource(path=source)))
            places.append(k8s.V1VolumeMount(name=f"volume-{number}", mount_path=path, read_only=read_only))
        super().__init__(volumes=volumes, volume_mounts=places, do_xcom_push=bool(gives), **more)
${keptArguments}
        self.cwd = os.path.normpath(os.path.join(folder, cwd))
        self.env = env or {}

    def execute(self, context):
        if self.only_if != "True":
            raise AirflowSkipException("Its condition does not hold.")
        variables = {**self.env, **variables_of(self, context)}
        self.env_vars = [k8s.V1EnvVar(name=name, value=value) for name, value in variables.items()]
        script = self.run if isinstance(self.run, str) else ""
        self.cmds = ["sh", "-c", POD.replace("CHECKS", self.checks())]
        self.arguments = ["pod", self.cwd, script, inputs_of(self, context), *command_of(self, "/tmp/pipeline-script")]
        try:
            written = super().execute(context)
        except AirflowException as error:
            exit_code = self.exit_code()
            if self.retry_on is None or exit_code is None or exit_code in self.retry_on:
                raise
            raise AirflowFailException(str(error)) from error
        return declared_outputs(self, base64.b64decode(written or "").decode()) or None

    def checks(self):
        """Asks in the pod whether the declared files are there."""
        files = [os.path.join(self.folder, kind["path"]) for kind in self.gives.values() if isinstance(kind, dict)]
        return "\\n".join(f"test -e {shlex.quote(file)} || {{ echo Its output is not there: {shlex.quote(file)}; exit 1; }}" for file in files)

    def exit_code(self):
        """How its container ended, when it did."""
        statuses = (self.remote_pod and self.remote_pod.status and self.remote_pod.status.container_statuses) or []
        ended = [one.state.terminated for one in statuses if one.name == self.base_container_name]
        return ended[0].exit_code if ended and ended[0] else None


# What a pod runs: the folder, the script and the inputs are given to it, then the command.
POD = r"""
cd "$1" || exit 1
export PIPELINE_INPUTS=/tmp/pipeline-inputs PIPELINE_OUTPUT=/tmp/pipeline-outputs
printf %s "$2" > /tmp/pipeline-script
printf %s "$3" > "$PIPELINE_INPUTS"
: > "$PIPELINE_OUTPUT"
shift 3
"$@" || exit $?
CHECKS
if [ -d /airflow/xcom ]; then printf '"%s"' "$(base64 < "$PIPELINE_OUTPUT" | tr -d '\\n')" > /airflow/xcom/return.json; fi
"""`;
