/** Into how many lanes accounts are spread. A lane is worked on by one process at a time; its deliveries keep their order. */
export const laneCount = 16;

/** The lane of a WhatsApp account: the last hex digit of its random id. */
export function laneOf(wabaAccountId: string): number {
  return Number.parseInt(wabaAccountId.slice(-1), 16) % laneCount;
}

/** Name of the lease on a lane. */
export function laneLeaseName(lane: number): string {
  return `intake:${lane}`;
}
