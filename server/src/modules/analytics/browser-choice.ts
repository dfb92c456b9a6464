import { BROWSER_CHOICE_VERSION, type BrowserChoice } from '@kabar/contract';
import type { AnalyticsContext, BrowserHeaders } from './analytics-context.ts';
import { choiceCookie, readChoice, refusesBySignal } from './choice-cookie.ts';
import { forgottenCookie } from './counted-cookie.ts';

/** What a browser was asked and answered, with its signal counted as a refusal. */
export function browserChoice(ctx: AnalyticsContext, headers: BrowserHeaders): BrowserChoice {
  const stored = readChoice(ctx.isHttps, headers.cookie ?? '', ctx.clock.now());
  const bySignal = refusesBySignal(headers);
  const chosen = stored === null ? 'undecided' : stored.statistics ? 'allowed' : 'refused';
  return {
    version: BROWSER_CHOICE_VERSION,
    asks: ctx.isEnabled,
    statistics: bySignal ? 'refused' : chosen,
    decided_at: stored?.decidedAt.toISOString() ?? null,
    refused_by_signal: bySignal,
  };
}

/** Takes a choice: the answer as it holds now, and the `Set-Cookie` headers that keep it. A refusal also forgets what the browser was counted for. */
export function setBrowserChoice(
  ctx: AnalyticsContext,
  headers: BrowserHeaders,
  statistics: boolean,
): { choice: BrowserChoice; cookies: string[] } {
  const decidedAt = new Date(Math.floor(ctx.clock.now().getTime() / 1_000) * 1_000); // the cookie holds whole seconds
  const bySignal = refusesBySignal(headers);
  return {
    choice: {
      version: BROWSER_CHOICE_VERSION,
      asks: ctx.isEnabled,
      statistics: statistics && !bySignal ? 'allowed' : 'refused',
      decided_at: decidedAt.toISOString(),
      refused_by_signal: bySignal,
    },
    cookies: [
      choiceCookie(ctx.isHttps, { version: BROWSER_CHOICE_VERSION, statistics, decidedAt }),
      ...(statistics && !bySignal ? [] : [forgottenCookie(ctx.isHttps)]),
    ],
  };
}
