/** 2020-01-01. Earlier times give negative places, which order just as well. */
const epochMs = Date.UTC(2020, 0, 1);
const stepMs = 100;
/** Documents that fit into one step of time; until 2074 a place is an integer that JavaScript holds without loss. */
const perStep = 2 ** 19;

/**
 * The place of a document in the order of time: its tenth of a second, and a tie from its id. Documents of one tenth have no particular order.
 * `shift` moves on within the tenth when a place is taken.
 */
export function placeOf(at: Date, id: string, shift = 0): number {
  const step = Math.floor((at.getTime() - epochMs) / stepMs);
  const tie = Number.parseInt(id.slice(-5), 16);
  return step * perStep + ((tie + shift) % perStep);
}

/** The first place that a document of this time or later can have. */
export function firstPlaceAt(at: Date): number {
  return Math.floor((at.getTime() - epochMs) / stepMs) * perStep;
}
