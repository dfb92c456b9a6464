import { BROWSER_CHOICE_VERSION, type CookieName } from '@kabar/contract';

/** What a browser chose, under which question and when. */
export type StoredChoice = { version: number; statistics: boolean; decidedAt: Date };

const name: CookieName = 'kabar_choice';
const maxAgeSeconds = 180 * 24 * 60 * 60;
const form = /^(\d{1,4})\.(yes|no)\.(\d{9,11})$/;

/** Name of a cookie of ours: browsers accept the `__Host-` prefix over https only. */
export function cookieName(isHttps: boolean, bare: CookieName): string {
  return isHttps ? `__Host-${bare}` : bare;
}

/** The value of a cookie in a `Cookie` header; null without it, and when there are two, because a browser never sends two of ours. */
export function onlyValue(cookieHeader: string, fullName: string): string | null {
  const values = cookieHeader
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${fullName}=`));
  return values.length === 1 ? (values[0]?.slice(fullName.length + 1) ?? null) : null;
}

/** The `Set-Cookie` header that keeps a choice for 180 days. Scripts cannot read it; the server tells pages what it says. */
export function choiceCookie(isHttps: boolean, choice: StoredChoice): string {
  const value = `${choice.version}.${choice.statistics ? 'yes' : 'no'}.${Math.floor(choice.decidedAt.getTime() / 1_000)}`;
  return `${cookieName(isHttps, name)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
}

/**
 * The choice in a `Cookie` header. Null when there is none, when it answers an older question, when it is older than 180
 * days or from the future, or when there are two: what is not a clear choice is none. Never throws.
 */
export function readChoice(isHttps: boolean, cookieHeader: string, now: Date): StoredChoice | null {
  const [, version, answer, seconds] = form.exec(onlyValue(cookieHeader, cookieName(isHttps, name)) ?? '') ?? [];
  if (Number(version) !== BROWSER_CHOICE_VERSION) return null;
  const decidedAt = new Date(Number(seconds) * 1_000);
  const ageSeconds = (now.getTime() - decidedAt.getTime()) / 1_000;
  if (ageSeconds > maxAgeSeconds || ageSeconds < -300) return null;
  return { version: BROWSER_CHOICE_VERSION, statistics: answer === 'yes', decidedAt };
}

/**
 * Whether a browser refuses by a signal of its own. `Sec-GPC: 1` is Global Privacy Control (https://www.w3.org/TR/gpc/, read 2026-11);
 * `DNT: 1` is its older form.
 */
export function refusesBySignal(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return headers['sec-gpc'] === '1' || headers['dnt'] === '1';
}
