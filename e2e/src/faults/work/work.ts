/** A spoiled world that the comparison must notice: a loss or a double, made on purpose past the product. */
export type Canary = { name: string; spoil(): Promise<void>; notices: RegExp };

/** One run of work from its order to its end. */
export type Phase = {
  /** Orders it; resolves when it is acknowledged. */
  begin(): Promise<void>;
  /** True when something is done and something is left to do. Left out: writing is held up before it begins. */
  isUnderWay?(): Promise<boolean>;
  /** How far it is; grows while it goes on. */
  progress?(): Promise<number>;
  /** Tables to which writing is held up once it is under way, so that the kill comes inside its transaction. */
  catchOn?: readonly string[];
  /** What is ordered once writing is held up. `letPass` lets those through who hang now, and holds up their next writes. */
  beginHeld?(letPass: () => Promise<void>): Promise<void>;
  /** What happens while the worker is dead and the API lives. */
  whileDown?(): Promise<void>;
  /** Waits until it has come to rest. */
  settle(): Promise<void>;
  /** What the database and the emulator's ledger say that they should not. Empty: the promise was kept. */
  findings(): Promise<string[]>;
};

/** A kind of work that must survive being killed. */
export type Work = {
  name: string;
  /** What has to be there before anything begins. */
  prepare(): Promise<void>;
  phases: readonly Phase[];
  /** Tried in this order after the last phase, each on top of those before. */
  canaries: readonly Canary[];
};

/** `what` for every id that is not there exactly `times` times; ids that nobody expects are named, too. */
export function notOnce(what: string, expected: readonly string[], found: readonly string[], times = 1): string[] {
  const counts = new Map(expected.map((id) => [id, 0]));
  for (const id of found) counts.set(id, (counts.get(id) ?? times) + 1);
  return [...counts].filter(([, count]) => count !== times).map(([id, count]) => `${what}: ${id} ${count} times instead of ${times}`);
}
