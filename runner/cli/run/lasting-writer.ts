/**
 * Writes to `stream` for as long as somebody reads it. When the reader goes (`| head`), the run goes on: its work is
 * worth more than its report. The door of the program hears the stream's error.
 */
export function lastingWriter(stream: NodeJS.WriteStream): (text: string) => void {
  return text => {
    if (!stream.errored) stream.write(text);
  };
}

/** A writer that gathers, and what writes at once all that has been gathered. */
export interface GatheringWriter {
  readonly write: (text: string) => void;
  readonly flush: () => void;
}

/**
 * Gathers what is written within some milliseconds into one piece: a thousand short tasks are not worth two thousand
 * writes. What comes after a pause is written in the same turn.
 */
export function gatheringWriter(write: (text: string) => void): GatheringWriter {
  let waiting = '';
  let pause: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;
  const flush = () => {
    clearTimeout(pause);
    clearImmediate(turn);
    pause = turn = undefined;
    const text = waiting;
    waiting = '';
    if (text !== '') write(text);
  };
  const pauseOver = () => {
    pause = undefined;
    if (waiting !== '') flushAndPause();
  };
  const flushAndPause = () => {
    flush();
    pause = setTimeout(pauseOver, pauseMs);
    // What it waits for is flushed in the end, and nobody waits for a mere pause.
    pause.unref();
  };
  return {
    write: text => {
      waiting += text;
      if (!pause) turn ??= setImmediate(flushAndPause);
    },
    flush,
  };
}

const pauseMs = 10;
