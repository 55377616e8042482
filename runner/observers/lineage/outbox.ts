/** Takes events and sends them in the background. */
export interface Outbox {
  /** Events with one key stay in order. */
  add(key: string, event: string): void;
  /** Resolves when all is sent, or was given up. */
  end(hurry: AbortSignal): Promise<void>;
}
