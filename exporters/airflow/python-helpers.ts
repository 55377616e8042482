/** A function that templates of the file use. */
interface Helper {
  readonly needs: readonly string[];
  readonly text: string;
}

/** The functions that templates use, with what these need, in the order of the file; all of them when it is not said. */
export function helpersText(used: ReadonlySet<string> = new Set(Object.keys(helpers))): {
  readonly texts: readonly string[];
  readonly names: readonly string[];
} {
  const wanted = new Set<string>();
  const want = (name: string) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const need of helpers[name]?.needs ?? []) want(need);
  };
  for (const name of used) want(name);
  const names = Object.keys(helpers).filter(name => wanted.has(name));
  return {
    texts: names.map(name => helpers[name]?.text ?? ''),
    names: names.filter(name => name !== 'given' && used.has(name)),
  };
}

const helpers: Readonly<Record<string, Helper>> = {
  given: {
    needs: [],
    text: `def given(ti, where):
    """What a task gave, by name; a list of that for several tasks, or for each instance of a mapped one ("name[*]")."""
    if isinstance(where, list):
        return [given(ti, one) for one in where]
    if where.endswith("[*]"):
        found = ti.xcom_pull(where[:-3])
        return [found] if isinstance(found, dict) else list(found or [])
    return ti.xcom_pull(where) or {}`,
  },
  output: {
    needs: ['given'],
    text: `@pass_context
def output(context, where, name):
    """One output of a task, None when it gave nothing; a list of them for several."""
    found = given(context["ti"], where)
    return [one.get(name) for one in found] if isinstance(found, list) else found.get(name)`,
  },
  status: {
    needs: [],
    text: `@pass_context
def status(context, task_id):
    """How a task has ended: success, failed, skipped or upstream_failed."""
    ti = context["ti"]
    states = ti.get_task_states(dag_id=ti.dag_id, task_ids=[task_id], run_ids=[ti.run_id])
    return str(states.get(ti.run_id, {}).get(task_id) or "pending")`,
  },
  run_date: {
    needs: [],
    text: `def run_date(dag_run):
    """The time that the run is for, in UTC."""
    moment = (dag_run.logical_date or dag_run.run_after).astimezone(timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"`,
  },
  step: {
    needs: [],
    text: `def step(value, key):
    """What stands in a value under a name or a number; None when nothing does."""
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list) and not isinstance(key, str):
        return value[int(key)] if 0 <= key < len(value) else None
    return None`,
  },
  text: {
    needs: [],
    text: `def text(value):
    """A value as it stands in a text: true, not True; 1, not 1.0; lists as JSON."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)`,
  },
  number: {
    needs: [],
    text: `def number(value):
    """What a value counts as beside a number."""
    if value is None or value is True or value is False:
        return float(bool(value))
    try:
        return float(value or 0) if not isinstance(value, (list, dict)) else float("nan")
    except ValueError:
        return float("nan")`,
  },
  equal: {
    needs: ['number'],
    text: `def equal(left, right):
    """Texts are equal in any case; values of different kinds are compared as numbers."""
    if isinstance(left, str) and isinstance(right, str):
        return left.upper() == right.upper()
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        return left is right
    return (left is None and right is None) or number(left) == number(right)`,
  },
  less: {
    needs: ['number'],
    text: `def less(left, right):
    """Texts are ordered in any case; all else is compared as numbers."""
    if isinstance(left, str) and isinstance(right, str):
        return left.upper() < right.upper()
    return number(left) < number(right)`,
  },
  contains: {
    needs: ['equal', 'text'],
    text: `def contains(search, item):
    """Whether a list has an item, or a text another, in any case."""
    if isinstance(search, list):
        return any(equal(one, item) for one in search)
    return not isinstance(search, dict) and text(item).upper() in text(search).upper()`,
  },
  starts_with: {
    needs: ['text'],
    text: `def starts_with(value, beginning):
    """Whether a text begins with another, in any case."""
    return text(value).upper().startswith(text(beginning).upper())`,
  },
  ends_with: {
    needs: ['text'],
    text: `def ends_with(value, ending):
    """Whether a text ends with another, in any case."""
    return text(value).upper().endswith(text(ending).upper())`,
  },
  format_text: {
    needs: ['text'],
    text: `def format_text(template, *values):
    """Puts the values in the places {0}, {1}, … of a text."""
    return template.format(*(text(value) for value in values))`,
  },
  join_text: {
    needs: ['text'],
    text: `def join_text(values, separator=","):
    """The items of a list as one text."""
    return text(separator).join(text(one) for one in values) if isinstance(values, list) else text(values)`,
  },
  to_json: {
    needs: [],
    text: `def to_json(value):
    """A value as JSON, on lines of its own."""
    return json.dumps(value, indent=2, ensure_ascii=False)`,
  },
  from_json: {
    needs: [],
    text: `def from_json(value):
    """What JSON says."""
    return json.loads(value)`,
  },
};
