/** Where an account flow was called from. `userAgent` as the browser said it, shortened when stored. */
export type Caller = { clientIp: string; userAgent: string };
