/**
 * Writes to `stream` for as long as somebody reads it. When the reader goes (`| head`), the run goes on: its work is
 * worth more than its report. The door of the program hears the stream's error.
 */
export function lastingWriter(stream: NodeJS.WriteStream): (text: string) => void {
  return text => {
    if (!stream.errored) stream.write(text);
  };
}

/** Gathers what is written at about one time into one piece: a thousand short tasks are not worth two thousand writes. */
export function oncePerTurn(write: (text: string) => void): (text: string) => void {
  let waiting = '';
  const flush = () => {
    const text = waiting;
    waiting = '';
    write(text);
  };
  return text => {
    if (waiting === '') setImmediate(flush);
    waiting += text;
  };
}
