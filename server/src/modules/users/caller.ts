/** Where an account flow was called from, as the request said it. */
export type Caller = {
  clientIp: string;
  userAgent: string;
  /** The token of the browser's device cookie, when it sent one. */
  deviceToken?: string | null;
  /** The time zone that the browser says it is in. Anybody can say anything here. */
  timeZone?: string | null;
};
