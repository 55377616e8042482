/** A graph of tasks that do nothing. */
export interface TaskGraph {
  readonly title: string;
  readonly tasks: readonly { readonly name: string; readonly needs: readonly string[] }[];
}

/** `count` tasks in layers of `width`; each needs the one above it, or all of the layer above. */
export function layers(count: number, width: number, needsAll: boolean): TaskGraph {
  const tasks = Array.from({ length: count }, (_, index) => {
    const [layer, place] = [Math.floor(index / width), index % width];
    const above = layer === 0 ? [] : Array.from({ length: width }, (_, other) => `t${layer - 1}_${other}`);
    return { name: `t${layer}_${place}`, needs: needsAll ? above : above.slice(place, place + 1) };
  });
  const shape = width === 1 ? 'a chain' : `layers of ${width}, each needs ${needsAll ? 'all above' : 'one'}`;
  return { title: `${count.toLocaleString('en')} tasks, ${shape}`, tasks };
}

export function pipelineText({ tasks }: TaskGraph): string {
  const lines = tasks.map(({ name, needs }) => {
    const before = needs.length > 0 ? `    needs: [${needs.join(', ')}]\n` : '';
    return `  ${name}:\n${before}    run: "true"\n`;
  });
  return `tasks:\n${lines.join('')}`;
}

export function ninjaText({ tasks }: TaskGraph): string {
  const builds = tasks.map(({ name, needs }) => `build ${name}: nothing ${needs.join(' ')}\n`);
  return `rule nothing\n  command = true\n${builds.join('')}`;
}

export function makeText({ tasks }: TaskGraph): string {
  const names = tasks.map(({ name }) => name).join(' ');
  // A semicolon makes make start a shell, as it does for all but the simplest commands.
  const rules = tasks.map(({ name, needs }) => `${name}: ${needs.join(' ')}\n\t@true;\n`);
  return `.PHONY: all ${names}\nall: ${names}\n${rules.join('')}`;
}

/** A package.json for wireit. */
export function wireitText({ tasks }: TaskGraph): string {
  const scripts = Object.fromEntries([...tasks, { name: 'all' }].map(({ name }) => [name, 'wireit']));
  const wireit = Object.fromEntries(tasks.map(({ name, needs }) => [name, { command: 'true', dependencies: needs }]));
  const all = { dependencies: tasks.map(({ name }) => name) };
  return JSON.stringify({ name: 'bench', version: '1.0.0', scripts, wireit: { ...wireit, all } });
}

export function snakemakeText({ tasks }: TaskGraph): string {
  const flags = (names: readonly string[]) => names.map(name => `".flags/${name}"`).join(', ');
  const rules = tasks.map(({ name, needs }) => {
    const input = needs.length > 0 ? `    input: ${flags(needs)}\n` : '';
    return `rule ${name}:\n${input}    output: touch(".flags/${name}")\n    shell: "true"\n`;
  });
  return `rule all:\n    input: ${flags(tasks.map(({ name }) => name))}\n${rules.join('')}`;
}
