export { sampleId } from './example.ts';
export { readReference, type Operation, type Reference } from './read-reference.ts';
export { samplesOf } from './samples.ts';
