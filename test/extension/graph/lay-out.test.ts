import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossingsOf, untangled } from '../../../extension/graph/webview/layout/crossings.ts';
import { inFileOrder } from '../../../extension/graph/webview/layout/file-order.ts';
import { layOut } from '../../../extension/graph/webview/layout/lay-out.ts';
import { layeredGraph } from '../../../extension/graph/webview/layout/layered-graph.ts';
import type {
  Arrow,
  Direction,
  Frame,
  Layout,
  Point,
  Size,
} from '../../../extension/graph/webview/layout/layout-types.ts';

const box: Size = { width: 100, height: 40 };
/** What is added up in another order differs in the last digits. */
const slack = 0.01;

test('a box stands below all that point to it, and an arrow runs from border to border', () => {
  const layout = laidOut('a>b a>c b>d c>d a>d');
  const [a, b, c, d] = layout.boxes;
  assert.ok(a && b && c && d);
  assert.ok(a.y < b.y && b.y === c.y && c.y < d.y);
  for (const [index, points] of layout.arrows.entries()) {
    const { from, to } = arrowsOf('a>b a>c b>d c>d a>d').arrows[index] ?? { from: 0, to: 0 };
    assert.deepEqual(points[0], { x: layout.boxes[from]?.x, y: (layout.boxes[from]?.y ?? 0) + 20 });
    assert.deepEqual(points.at(-1), { x: layout.boxes[to]?.x, y: (layout.boxes[to]?.y ?? 0) - 20 });
    assert.equal(points.length % 2, 0);
  }
});

test('boxes never overlap and all stand inside, whatever the graph', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { boxes, arrows } = randomGraph(seed);
    const layout = layOut({ boxes, arrows, direction: 'TB' });
    const problem = overlapIn(layout, boxes);
    assert.equal(problem, undefined, `seed ${seed}`);
  }
});

test('the same graph always looks the same, and to the right it is the same graph turned', () => {
  const square = {
    boxes: Array.from({ length: 30 }, () => ({ width: 40, height: 40 })),
    arrows: randomGraph(7).arrows,
  };
  const arrows = square.arrows.filter(({ from, to }) => from < 30 && to < 30);
  const [down, again] = [1, 2].map(() => layOut({ ...square, arrows, direction: 'TB' }));
  assert.deepEqual(down, again);
  const right = laidOut('a>b b>c', 'LR');
  assert.ok((right.boxes[0]?.x ?? 0) < (right.boxes[1]?.x ?? 0));
  assert.equal(right.boxes[0]?.y, right.boxes[2]?.y);
});

test('a circle, an arrow to itself and two arrows the same way are laid out', () => {
  const layout = laidOut('a>b b>a a>a a>b');
  assert.equal(overlapIn(layout, [box, box]), undefined);
  const back = layout.arrows[1];
  assert.ok((back?.[0]?.y ?? 0) > (back?.at(-1)?.y ?? 0), 'it runs upwards');
  assert.equal(layout.arrows[2]?.length, 4);
});

test('what does not hang together is packed into rows instead of one long line', () => {
  const boxes = Array.from({ length: 400 }, () => box);
  const { width, height } = layOut({ boxes, arrows: [], direction: 'TB' });
  assert.ok(width / height > 0.8 && width / height < 2.5, `${width} × ${height}`);
});

test('a frame holds what stands in it and nothing else, however frames are nested, and arrows still end at their boxes', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { boxes, arrows } = randomGraph(seed);
    const frames = nestedFrames(seed, boxes.length);
    const layout = layOut({ boxes, arrows, direction: 'TB', frames });
    assert.equal(overlapIn(layout, boxes), undefined, `seed ${seed}`);
    for (const [index, frame] of frames.entries()) {
      const around = layout.frames[index];
      assert.ok(around);
      layout.boxes.forEach((place, box) => {
        const [far, high] = [Math.abs(place.x - around.x), Math.abs(place.y - around.y)];
        const { width, height } = boxes[box] ?? { width: 0, height: 0 };
        const isIn = far + width / 2 <= around.width / 2 + slack && high + height / 2 <= around.height / 2 + slack;
        const isOut = far - width / 2 >= around.width / 2 - slack || high - height / 2 >= around.height / 2 - slack;
        assert.ok(frame.boxes.includes(box) ? isIn : isOut, `seed ${seed}, box ${box}, frame ${index}`);
      });
    }
    for (const [index, { from, to }] of arrows.entries()) {
      const points = layout.arrows[index] ?? [];
      assert.equal(points.length % 2, 0);
      for (const [end, box] of [[points[0], from] as const, [points.at(-1), to] as const])
        assert.ok(isAtBorder(end, layout.boxes[box], boxes[box]), `seed ${seed}, arrow ${index}`);
    }
  }
});

test('an arrow between neighbours in a frame is as straight as without one', () => {
  const { boxes, arrows } = arrowsOf('a>b b>c c>d');
  const layout = layOut({ boxes, arrows, direction: 'LR', frames: [{ boxes: [1, 2] }] });
  const [frame] = layout.frames;
  assert.ok(frame && frame.width > frame.height);
  for (const points of layout.arrows) for (const { y } of points) assert.equal(y, layout.boxes[0]?.y);
});

test('nothing is laid out as nothing', () => {
  assert.deepEqual(layOut({ boxes: [], arrows: [], direction: 'TB' }), {
    width: 0,
    height: 0,
    boxes: [],
    arrows: [],
    frames: [],
  });
});

test('a tree and a grid of chains are drawn without crossings', () => {
  for (const text of ['a>b a>c b>d b>e c>f c>g', 'a>x b>y c>z x>p y>q z>r', 'a>d b>c a>c']) {
    const { boxes, arrows } = arrowsOf(text);
    const graph = layeredGraph(boxes, arrows);
    assert.equal(crossingsOf(graph, untangled(graph)), 0, text);
  }
});

test('among equals the one that comes first in the file stands to the left, also where sweeps have turned them round', () => {
  const { boxes } = layOut({ ...penguins, direction: 'TB' });
  const [forest, knn, logistic] = boxes.slice(3, 6).map(({ x }) => x);
  assert.ok(forest && knn && logistic && forest < knn && knn < logistic, boxes.map(({ x }) => x).join());
});

test('the order of the file costs no crossing', () => {
  let mended = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const { boxes, arrows } = randomGraph(seed);
    const graph = layeredGraph(boxes, arrows);
    const before = untangled(graph);
    const after = inFileOrder(graph, before);
    assert.ok(crossingsOf(graph, after) <= crossingsOf(graph, before), `seed ${seed}`);
    const sorted = (layers: readonly (readonly number[])[]): unknown => layers.map(layer => layer.toSorted());
    assert.deepEqual(sorted(after), sorted(before));
    if (String(after) !== String(before)) mended++;
  }
  assert.ok(mended > 30, `${mended}`);
});

test('crossings are counted', () => {
  const { boxes, arrows } = arrowsOf('a>c a>d b>c b>d');
  const graph = layeredGraph(boxes, arrows);
  assert.equal(crossingsOf(graph, graph.layers), 1);
});

/** Of `examples/penguins`, in its order: load, check, split, three trainings, evaluate, deploy, alert; with its data. */
const penguins = {
  boxes: Array.from({ length: 9 }, () => box),
  arrows: ['01', '12', '23', '24', '25', '36', '46', '56', '67', '68', '02', '26', '27'].map(ends => ({
    from: Number(ends[0]),
    to: Number(ends[1]),
  })),
};

function laidOut(text: string, direction: Direction = 'TB'): Layout {
  return layOut({ ...arrowsOf(text), direction });
}

function arrowsOf(text: string): { readonly boxes: readonly Size[]; readonly arrows: readonly Arrow[] } {
  const names = [...new Set(text.match(/\w/g))];
  const arrows = text
    .split(' ')
    .map(arrow => ({ from: names.indexOf(arrow[0] ?? ''), to: names.indexOf(arrow[2] ?? '') }));
  return { boxes: names.map(() => box), arrows };
}

/** Also with circles. */
function randomGraph(seed: number): { readonly boxes: readonly Size[]; readonly arrows: readonly Arrow[] } {
  let state = seed * 7919;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below);
  };
  const count = 2 + random(60);
  const boxes = Array.from({ length: count }, () => ({ width: 40 + random(160), height: 30 + random(40) }));
  const arrows = Array.from({ length: random(count * 2) }, () => ({ from: random(count), to: random(count) }));
  return { boxes, arrows };
}

function overlapIn({ boxes, width, height }: Layout, sizes: readonly Size[]): string | undefined {
  for (const [a, first] of boxes.entries()) {
    const size = sizes[a] ?? box;
    const isInside = first.x - size.width / 2 > -1 && first.x + size.width / 2 < width + 1;
    if (!isInside || first.y - size.height / 2 < -1 || first.y + size.height / 2 > height + 1) return `${a} is outside`;
    for (const [b, second] of boxes.entries()) {
      const other = sizes[b] ?? box;
      if (b <= a) continue;
      const apartX = Math.abs(first.x - second.x) - (size.width + other.width) / 2;
      const apartY = Math.abs(first.y - second.y) - (size.height + other.height) / 2;
      if (apartX < -0.01 && apartY < -0.01) return `${a} and ${b} overlap`;
    }
  }
  return undefined;
}

/** A frame around the first half of the boxes, one in it, and one beside it. */
function nestedFrames(seed: number, count: number): readonly Frame[] {
  const range = (from: number, to: number): readonly number[] =>
    Array.from({ length: count }, (_, box) => box).filter(box => box >= from && box < to);
  const half = Math.max(2, Math.floor(count / 2));
  const outer = { boxes: range(0, half) };
  const inner = { boxes: range(seed % 2, Math.max(1 + (seed % 2), Math.floor(half / 2))) };
  return [outer, inner, { boxes: range(half, half + 3) }].filter(({ boxes }) => boxes.length > 0);
}

function isAtBorder(point: Point | undefined, place: Point | undefined, size: Size | undefined): boolean {
  if (!point || !place || !size) return false;
  const [x, y] = [Math.abs(point.x - place.x), Math.abs(point.y - place.y)];
  return Math.abs(y - size.height / 2) < 0.01 ? x <= size.width / 2 : Math.abs(x - size.width / 2) < 0.01;
}
