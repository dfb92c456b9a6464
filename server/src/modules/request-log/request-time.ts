/** The moment inside a uuidv7, which is when the request arrived: a line of the log is found by its id alone. */
export function timeOfUuid(uuid: string): Date {
  return new Date(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16));
}

const quarterMs = 15 * 60_000;

/** Start of the quarter of an hour that a moment lies in. */
export function quarterOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);
}
