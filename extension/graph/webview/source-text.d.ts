declare module '*?source' {
  /** The bundled script, for a worker. */
  export const source: string;
}
