/** Turns a task's terminal text, in pieces of any size, into whole lines that begin with the task's name in its colour. */
export class NamedLines {
  readonly #start: string;
  #rest = '';

  /** Names shorter than `width` are filled up, so that the lines of all tasks begin in one column; `place` among them gives the colour. */
  constructor(task: string, width: number, place: number) {
    const name = task.replace(/\p{Cc}/gu, ' ');
    this.#start = `\u001b[${colours[place % colours.length]}m${name.padEnd(width)}\u001b[0m │ `;
  }

  push(text: string): string {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > longest) lines.push(...this.#takeRest());
    return lines.map(line => this.#named(line)).join('');
  }

  /** What is left when nothing more comes. */
  end(): string {
    return this.#takeRest()
      .map(line => this.#named(line))
      .join('');
  }

  #takeRest(): readonly string[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }

  /** Of a line that was written over (a progress bar), what it said last; no sign that moves the cursor, which others use too. */
  #named(line: string): string {
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
    const last = whole.slice(whole.lastIndexOf('\r') + 1).replace(moves, '');
    return `${this.#start}${last}\u001b[0m\r\n`;
  }
}

/** A line that goes on for longer is cut into two. */
const longest = 64 * 1024;

/** Control sequences but for colours (`…m`), then single control signs but for the tab. */
const moves = /\p{Cc}\[[0-9;?]*[@-ln-~]|(?!\t)\p{Cc}(?!\[[\d;]*m)/gu;

const colours = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];
