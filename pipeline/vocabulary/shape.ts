/** What a value may look like. Validation, completion, hover, the JSON schema and the reference page read it. */
export type Shape =
  /** `expressions`: may hold `${{ … }}`. `nonEmpty`: an empty text is an error. */
  | {
      readonly kind: 'string';
      readonly expressions?: boolean;
      readonly nonEmpty?: boolean;
      readonly format?: StringFormat;
    }
  | { readonly kind: 'number'; readonly integer?: boolean; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'boolean' }
  /** One of the words; `open`: other texts are allowed too. */
  | { readonly kind: 'enum'; readonly values: readonly EnumValue[]; readonly open?: boolean }
  | { readonly kind: 'duration' }
  | { readonly kind: 'size' }
  /** A bare expression; `${{ }}` around the whole is allowed. */
  | { readonly kind: 'expression' }
  /** Any text, number or boolean. */
  | { readonly kind: 'scalar'; readonly expressions?: boolean }
  /** `single`: one item may stand there without a list around it. */
  | { readonly kind: 'list'; readonly of: Shape; readonly single?: boolean; readonly nonEmpty?: boolean }
  /** Keys that the user chooses; `keys` tells what they name. */
  | { readonly kind: 'map'; readonly keys: MapKeys; readonly of: Shape }
  /** Keys that the language knows. `others`: further keys, chosen by the user, with this shape. */
  | { readonly kind: 'object'; readonly keys: readonly Key[]; readonly others?: Shape }
  /** The first that fits the kind of the value counts. */
  | { readonly kind: 'either'; readonly of: readonly Shape[] };

/** The shape of what stands behind a key of a map; `undefined` for a key that is not known there. */
export function shapeBehind(shape: Shape, key: string): Shape | undefined {
  if (shape.kind === 'map') return shape.of;
  if (shape.kind !== 'object') return undefined;
  const { keys } = shape;
  for (let index = 0; index < keys.length; index++) if (keys[index]?.name === key) return keys[index]?.shape;
  return shape.others;
}

/** What a text must be besides a text; each has its own check or completion. */
export type StringFormat =
  | 'task-name'
  | 'pool-name'
  | 'executor-name'
  | 'env-name'
  | 'identifier'
  | 'path'
  | 'glob'
  | 'cron'
  | 'timezone'
  | 'date'
  | 'script';

/** What the keys of a map with free keys name. */
export type MapKeys = 'param' | 'env' | 'pool' | 'executor' | 'task' | 'output' | 'value';

/** A word that may stand as a value, with what it means. */
export interface EnumValue {
  readonly value: string;
  readonly doc: string;
}

/** A key of the language. */
export interface Key {
  readonly name: string;
  /** One sentence in the user's words; Markdown code spans are allowed. */
  readonly doc: string;
  readonly shape: Shape;
  /** What holds when it is absent, as one would write it or say it. */
  readonly default?: string;
  /** A short piece of YAML that shows it. */
  readonly example: string;
  readonly required?: boolean;
}
