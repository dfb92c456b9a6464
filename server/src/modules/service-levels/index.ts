export { createEpisodeEngine } from './episode-engine.ts';
export { moveEpisodes } from './move-episodes.ts';
export { serviceLevelRoutes } from './routes.ts';
export type { EpisodeDeps, ServiceLevelsContext } from './service-levels-context.ts';
export { serviceLevelsPersonalData } from './personal-data.ts';
export { removeEpisodes } from './remove-episodes.ts';
