export { createAwayAnswers } from './answer-when-away.ts';
export type { AutomaticRepliesContext } from './automatic-replies-context.ts';
export { automaticReplyRoutes } from './routes.ts';
export { automaticRepliesPersonalData } from './personal-data.ts';
