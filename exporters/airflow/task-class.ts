/** What the classes of tasks keep of what they are given. */
export const keptArguments = `        self.folder = folder
        self.known_as = known_as
        self.run = run
        self.shell = shell
        self.reads = reads or {}
        self.gives = gives or {}
        self.only_if = only_if
        self.item = item
        self.retry_on = retry_on`;

/** The class of the tasks, as it stands in the exported file: plain Airflow, for the user to read and own. */
export const taskClass = `class PipelineTask(BashOperator):
    """Runs a script, or a program with its arguments, in the folder of its pipeline.

    What it writes to $PIPELINE_OUTPUT, as name=value lines, becomes its XCom: a dict with the outputs that it declares.
    """

    template_fields = ("run", "env", "cwd", "gives", "only_if", "item")
    template_ext = ()
    template_fields_renderers = {}

    def __init__(
        self, *, known_as, run, shell="sh", reads=None, gives=None, only_if="True", item=None, retry_on=None, folder=FOLDER, cwd="", **more
    ):
        super().__init__(bash_command="", append_env=True, skip_on_exit_code=None, cwd=os.path.normpath(os.path.join(folder, cwd)), **more)
${keptArguments}

    def execute(self, context):
        if self.only_if != "True":
            raise AirflowSkipException("Its condition does not hold.")
        if not os.path.isdir(self.cwd):
            raise AirflowException(f"Its working directory is not there: {self.cwd}")
        with TemporaryDirectory(prefix="pipeline-") as folder:
            place = {word: os.path.join(folder, word) for word in ("script", "inputs", "outputs")}
            for word, content in {"script": self.run if isinstance(self.run, str) else "", "inputs": inputs_of(self, context), "outputs": ""}.items():
                with open(place[word], "w", encoding="utf-8") as file:
                    file.write(content)
            found = {"PIPELINE_INPUTS": place["inputs"], "PIPELINE_OUTPUT": place["outputs"]}
            environment = {**self.get_env(context), **variables_of(self, context), **found}
            result = self.subprocess_hook.run_command(command=command_of(self, place["script"]), env=environment, cwd=self.cwd)
            if result.exit_code != 0:
                self.fail(result.exit_code if result.exit_code > 0 else 128 - result.exit_code)
            return self.outputs_in(place["outputs"])

    def fail(self, exit_code):
        message = f"It ended with exit code {exit_code}."
        if self.retry_on is not None and exit_code not in self.retry_on:
            raise AirflowFailException(message)
        raise AirflowException(message)

    def outputs_in(self, file):
        with open(file, encoding="utf-8") as written:
            outputs = declared_outputs(self, written.read())
        for name, kind in self.gives.items():
            if isinstance(kind, dict) and not os.path.exists(outputs[name]):
                raise AirflowException(f"Its output {name} is not there: {outputs[name]}")
        return outputs or None


def variables_of(operator, context):
    """What a task is told of itself."""
    ti = context["ti"]
    return {
        "PIPELINE_NAME": PIPELINE,
        "PIPELINE_RUN_ID": context["run_id"],
        "PIPELINE_TASK": operator.known_as if ti.map_index < 0 else f"{operator.known_as}[{ti.map_index}]",
        "PIPELINE_ATTEMPT": str(ti.try_number),
    }


def inputs_of(operator, context):
    """The outputs of what it needs, as JSON."""
    inputs = {need: by_name(given(context["ti"], where)) for need, where in operator.reads.items()}
    return json.dumps({need: found for need, found in inputs.items() if found}, separators=(",", ":"), ensure_ascii=False)


def command_of(operator, file):
    """A list is a program and its arguments; a text is a script for its shell, in a file."""
    if isinstance(operator.run, list):
        return operator.run
    return [word.replace("{0}", file) for word in SHELLS.get(operator.shell) or operator.shell.split()]


def declared_outputs(operator, text):
    """The declared outputs; one that is missing, or not of its type, fails the task."""
    values = parse_outputs(text)
    outputs = {}
    for name, kind in operator.gives.items():
        if isinstance(kind, dict):
            outputs[name] = os.path.normpath(os.path.join(operator.folder, kind["path"]))
        elif name not in values:
            raise AirflowException(f"It did not write its output {name} to $PIPELINE_OUTPUT.")
        else:
            outputs[name] = typed(name, values[name], kind)
    return outputs


def by_name(found):
    """Of several tasks, a list for each output."""
    if not isinstance(found, list):
        return found
    names = {name: None for one in found for name in one}
    return {name: [one.get(name) for one in found] for name in names}


def parse_outputs(text):
    """Reads name=value lines, and name<<END with the lines up to END."""
    lines, values = iter(re.split(r"\\r?\\n", text.removeprefix("\\ufeff"))), {}
    for line in lines:
        if not line.strip():
            continue
        match = re.match(r"(.*?)(=|<<)(.*)", line)
        if not match or not match[1].strip():
            raise AirflowException(f"A line of its outputs is neither name=value nor name<<END: {line}")
        value = match[3]
        if match[2] == "<<":
            block = []
            for inner in lines:
                if inner == value.strip():
                    break
                block.append(inner)
            else:
                raise AirflowException(f"Its output {match[1].strip()} has no end.")
            value = "\\n".join(block)
        values[match[1].strip()] = value
    return values


def plain_number(word):
    """1.0 is 1."""
    number = float(word)
    return int(number) if number.is_integer() else number


def typed(name, value, kind):
    """A written value in its declared type."""
    word = value.strip()
    if kind == "string":
        return value
    if kind == "boolean" and word.lower() in ("true", "false"):
        return word.lower() == "true"
    if kind in ("number", "integer") and re.fullmatch(r"[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?", word, re.I):
        number = plain_number(word)
        if kind == "number" or isinstance(number, int):
            return number
    if kind == "json":
        try:
            return json.loads(word, parse_float=plain_number)
        except ValueError:
            pass
    raise AirflowException(f"Its output {name} is no {kind}: {value}")`;

/** The task that gives the list which another is expanded over. */
export const pickTask = `@task
def pick(given, name):
    """One output of a task, for another to be expanded over."""
    return given[name]`;

/** The task behind one whose failure stops nothing. */
export const goOnTask = `@task
def go_on(task_id, ti=None):
    """Succeeds when a task has succeeded or failed; when it was not run, neither is this."""
    state = ti.get_task_states(dag_id=ti.dag_id, task_ids=[task_id], run_ids=[ti.run_id]).get(ti.run_id, {}).get(task_id)
    if state == "skipped":
        raise AirflowSkipException(f"{task_id} was skipped.")
    if state not in ("success", "failed"):
        raise AirflowFailException(f"{task_id} was not run: {state}.")`;

/** How scripts are started, by the words of `shell`, as Python writes it; `{0}` is the file with the script. */
export const shellCommands: Readonly<Record<string, string>> = {
  sh: '["sh", "-e", "{0}"]',
  bash: '["bash", "--noprofile", "--norc", "-eo", "pipefail", "{0}"]',
  python: `["sh", "-c", 'PYTHONPATH="$PWD\${PYTHONPATH:+:$PYTHONPATH}" exec python3 "$0"', "{0}"]`,
  node: `["sh", "-c", 'exec node - < "$0"', "{0}"]`,
  pwsh: '["pwsh", "-NoProfile", "-NonInteractive", "-File", "{0}"]',
};
