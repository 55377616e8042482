/** One round trip: each task needs the next, the last needs the first. `needs` says by which of its needs. */
export interface Cycle {
  readonly tasks: readonly number[];
  readonly needs: readonly number[];
}

/** More cycles than anybody will read; finding them all could take longer than anybody will wait. */
const mostCycles = 50;

/**
 * The cycles of a graph: for every need that lies on a cycle, the shortest one through it, each only once. The first
 * task of a cycle is the one that stands first in the file. `levels` is -1 for tasks that may lie on a cycle.
 */
export function cyclesOf(needs: readonly (readonly number[])[], levels: Int32Array): readonly Cycle[] {
  const components = componentsOf(needs, levels);
  const covered = new Set<number>();
  const cycles: Cycle[] = [];
  const edgeId = (task: number, need: number) => task * needs.length + need;
  for (const [task, targets] of needs.entries()) {
    if (levels[task] !== -1) continue;
    for (const need of targets) {
      if (need < 0 || components[need] !== components[task] || covered.has(edgeId(task, need))) continue;
      const trail = shortestTrail(needs, components, need, task);
      if (!trail) continue;
      const tasks = fromFirst([task, ...trail.slice(0, -1)]);
      tasks.forEach((from, hop) => {
        covered.add(edgeId(from, tasks[(hop + 1) % tasks.length] ?? from));
      });
      cycles.push({
        tasks,
        needs: tasks.map((from, hop) => (needs[from] ?? []).indexOf(tasks[(hop + 1) % tasks.length] ?? from)),
      });
      if (cycles.length === mostCycles) return cycles;
    }
  }
  return cycles;
}

function fromFirst(tasks: readonly number[]): readonly number[] {
  const first = tasks.indexOf(tasks.reduce((least, task) => Math.min(least, task)));
  return [...tasks.slice(first), ...tasks.slice(0, first)];
}

/** The shortest way from `start` to `goal` inside their component, both ends included. */
function shortestTrail(
  needs: readonly (readonly number[])[],
  components: Int32Array,
  start: number,
  goal: number,
): readonly number[] | undefined {
  const cameFrom = new Map<number, number>([[start, -1]]);
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const task = queue[at] ?? 0;
    if (task === goal) return backwards(cameFrom, goal);
    for (const need of needs[task] ?? []) {
      if (need < 0 || components[need] !== components[goal] || cameFrom.has(need)) continue;
      cameFrom.set(need, task);
      queue.push(need);
    }
  }
  return undefined;
}

function backwards(cameFrom: ReadonlyMap<number, number>, goal: number): readonly number[] {
  const trail: number[] = [];
  for (let task = goal; task !== -1; task = cameFrom.get(task) ?? -1) trail.push(task);
  return trail.reverse();
}

/** The strongly connected component of each task (Tarjan 1972), without recursion; 0 for tasks that are on no cycle. */
function componentsOf(needs: readonly (readonly number[])[], levels: Int32Array): Int32Array {
  const components = new Int32Array(needs.length);
  const orders = new Int32Array(needs.length);
  const lows = new Int32Array(needs.length);
  const nextNeeds = new Int32Array(needs.length);
  const open: number[] = [];
  let order = 0;
  let component = 0;
  for (let root = 0; root < needs.length; root++) {
    if (levels[root] !== -1 || orders[root] !== 0) continue;
    const path = [root];
    for (let task = path.at(-1); task !== undefined; task = path.at(-1)) {
      if (orders[task] === 0) {
        orders[task] = lows[task] = ++order;
        open.push(task);
      }
      const need = needs[task]?.[nextNeeds[task] ?? 0];
      if (need !== undefined) {
        nextNeeds[task] = (nextNeeds[task] ?? 0) + 1;
        if (need < 0 || levels[need] !== -1) continue;
        if (orders[need] === 0) path.push(need);
        else if (components[need] === 0) lows[task] = Math.min(lows[task] ?? 0, orders[need] ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lows[above] = Math.min(lows[above] ?? 0, lows[task] ?? 0);
      if (lows[task] !== orders[task]) continue;
      component++;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        components[member] = component;
        if (member === task) break;
      }
    }
  }
  return components;
}
