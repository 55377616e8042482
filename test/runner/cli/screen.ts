/** A terminal as far as the live picture needs one: it wraps, scrolls nothing away, and shows its lines as text. */
export class FakeScreen {
  columns: number;
  rows = 24;
  writes = 0;
  readonly #lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** What stands on it, the lines' ends trimmed. */
  get text(): string {
    return this.#lines.map(line => line.trimEnd()).join('\n');
  }

  write(text: string): void {
    this.writes++;
    for (const [token] of text.matchAll(/\p{Cc}\[(\?\d+[hl]|\d*[A-Za-z])|[\s\S]/gu)) this.#take(token);
  }

  /** Wraps what stands on it anew, as terminals do when their window is made narrower. */
  narrow(columns: number): void {
    const wrapped = this.#lines.map(line => line.trimEnd().match(new RegExp(`.{1,${columns}}`, 'g')) ?? ['']);
    this.#row = wrapped.slice(0, this.#row).flat().length;
    this.#lines.splice(0, this.#lines.length, ...wrapped.flat());
    this.columns = columns;
  }

  #take(token: string): void {
    if (token === '\n') this.#go(this.#row + 1, 0);
    else if (token === '\r') this.#column = 0;
    else if (token.endsWith('A')) this.#row = Math.max(0, this.#row - Number(token.slice(2, -1)));
    else if (token.endsWith('K')) this.#lines[this.#row] = this.#line().slice(0, this.#column);
    else if (token.endsWith('J')) {
      this.#lines[this.#row] = this.#line().slice(0, this.#column);
      this.#lines.length = this.#row + 1;
    } else if (token.length === 1) this.#print(token);
  }

  #print(letter: string): void {
    if (this.#column >= this.columns) this.#go(this.#row + 1, 0);
    const line = this.#line().padEnd(this.#column);
    this.#lines[this.#row] = line.slice(0, this.#column) + letter + line.slice(this.#column + 1);
    this.#column++;
  }

  #go(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    while (this.#lines.length <= row) this.#lines.push('');
  }

  #line(): string {
    return this.#lines[this.#row] ?? '';
  }
}
