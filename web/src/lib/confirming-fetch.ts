import { askStepUp } from './step-up.ts';

/**
 * `fetch` of the dashboard. When the server wants a fresh factor before a dangerous act, the person is asked and the very same request is sent again, so no page has to
 * know which acts are dangerous. Whoever declines gets the refusal. Also says the browser's time zone, for the owner's list of sign-ins.
 */
export async function confirmingFetch(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const address = input instanceof Request ? input.url : String(input);
  if (address.includes('/v1/auth/')) headers.set('kabar-time-zone', Intl.DateTimeFormat().resolvedOptions().timeZone);
  const response = await fetch(input, { ...init, headers });
  if (response.status !== 403 || !(await asksForFactor(response)) || !(await askStepUp())) return response;
  // The caller's limit of time ran while the person was asked; the second try has its own.
  return fetch(input, { ...init, headers, signal: AbortSignal.timeout(60_000) });
}

async function asksForFactor(response: Response): Promise<boolean> {
  try {
    const body: unknown = await response.clone().json();
    const error: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : null;
    return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'step_up_required';
  } catch {
    return false;
  }
}
