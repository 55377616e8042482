import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlainReporter } from '../../../runner/cli/run/plain-reporter.ts';
import { PrettyReporter } from '../../../runner/cli/run/pretty-reporter.ts';
import type { Reporter, ReportStyle } from '../../../runner/cli/run/reporter.ts';
import { unchangedText } from '../../../runner/cli/run/unchanged-text.ts';
import { symbolsFor } from '../../../runner/cli/symbols.ts';
import type { RunEvent } from '../../../runner/event.ts';
import { applyEvent } from '../../../runner/run-state.ts';
import { makeTask } from '../make-pipeline.ts';
import { stateAfter } from './run-states.ts';
import { FakeScreen } from './screen.ts';

const count = 120;
const tasks = Array.from({ length: count }, (_, place) => makeTask(`t${place}`, 'true', { cache: true }));
const events: readonly RunEvent[] = [
  ...tasks.map(({ name }): RunEvent => {
    const source = { kind: 'cache', run: 'r0' } as const;
    return { type: 'task_ended', at: 70, task: name, status: 'success', source };
  }),
  { type: 'run_ended', at: 70, status: 'success', tasks: count },
];

const styles: readonly ReportStyle[] = [
  { root: '/p', paint: (_, text) => text, symbols: symbolsFor({}, 'linux'), isKept: () => true },
  {
    root: '/p',
    paint: (style, text) => `<${String(style)}>${text}`,
    symbols: symbolsFor({ TERM: 'linux' }, 'linux'),
    isKept: () => true,
    directory: '/a b',
  },
];

for (const [place, style] of styles.entries()) {
  test(`an unchanged run is told of as line by line, in style ${place}`, async () => {
    let text = '';
    await report(
      new PlainReporter(written => {
        text += written;
      }, style),
    );
    assert.equal(unchanged(style, false), text);
  });

  test(`an unchanged run is told of as on a terminal, in style ${place}`, async () => {
    const screen = new FakeScreen(200);
    await report(new PrettyReporter(screen, style, () => 0));
    assert.equal(unchanged(style, true), screen.text);
  });
}

async function report(reporter: Reporter): Promise<void> {
  const state = stateAfter(tasks, []);
  for (const event of [state.started, ...events]) {
    applyEvent(state, event);
    reporter.report(event, state);
  }
  await reporter.end();
}

function unchanged(style: ReportStyle, isPretty: boolean): string {
  const { pipeline: _, ...started } = stateAfter(tasks, []).started;
  return unchangedText({ started, endedAt: 70, journal: [] }, count, style, isPretty);
}
