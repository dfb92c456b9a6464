import { FORM_MESSAGE_STATES, type FormMessageState } from '@kabar/contract';

/** `?state=answered`: which messages are shown; left out: those that wait. */
export function contactFormSearch(search: Record<string, unknown>): { state?: FormMessageState } {
  const state = FORM_MESSAGE_STATES.find((known) => known === search['state']);
  return state === undefined || state === 'new' ? {} : { state };
}
