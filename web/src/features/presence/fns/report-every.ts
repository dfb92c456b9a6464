/**
 * How often an open dashboard says that it is there, in milliseconds: `PRESENCE_REPORT_EVERY_MS` of the contract, written here
 * as well so that the worker, which is a file of its own, does not carry the contract's schemas. Held equal by a test.
 */
export const PRESENCE_REPORT_EVERY_MS = 25_000;
