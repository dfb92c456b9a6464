export { ensureMedia, findMedia, type MediaReadiness } from './ensure-media.ts';
export { mediaJobs } from './jobs.ts';
export type { MediaContext } from './media-context.ts';
export { createMediaFetcher, type MediaFetcher } from './media-fetcher.ts';
export { registerInbound, type InboundMedia } from './register-inbound.ts';
export { mediaRoutes } from './routes.ts';
