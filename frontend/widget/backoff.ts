/**
 * How long to wait after failed attempt number `attempt` (from 0), in milliseconds: 1 s, doubled up to 30 s.
 * Half of it is random, so that the clients of a restarted server don't all come back at once.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return Math.min(30_000, 1000 * 2 ** attempt) * (0.5 + random() / 2);
}
