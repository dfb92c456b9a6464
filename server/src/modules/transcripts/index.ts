export { transcriptsRoutes } from './routes.ts';
export type { TranscriptsContext } from './transcripts-context.ts';
export { transcriptsPersonalData } from './personal-data.ts';
