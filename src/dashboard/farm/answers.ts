/** What came of one question to the farm. */
export type Answer = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without its query, which may hold what somebody typed. */
  readonly path: string;
  /** Null: nobody answered. */
  readonly status: number | null;
  /** By which the server's log knows it; null: it never got there. */
  readonly requestId: string | null;
  /** In words; null: it was answered as it should be. */
  readonly failure: string | null;
};

const listeners = new Set<(answer: Answer) => void>();

export function onAnswer(listener: (answer: Answer) => void): void {
  listeners.add(listener);
}

export function announceAnswer(answer: Answer): void {
  for (const listener of listeners) listener(answer);
}
