import type { Examples } from './world.ts';

/** Bodies of routes with rules that their schema cannot say. */
export const examples: Examples = {};
