/** A half-open stretch `[start, end)` of a text, in UTF-16 code units from its beginning. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}
