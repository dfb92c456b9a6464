import type { SightOfKinds } from './check-matrix.ts';

const wording = 'words in which work is given out; no customer is in them';

/** What limited sight means for every kind of id that a route takes which limited members may call. A new kind has to be decided about. */
export const sightOfKinds: SightOfKinds = {
  bulkAction: 'hidden',
  consentDoubt: 'hidden',
  contact: 'hidden',
  contactNote: 'hidden',
  conversation: 'hidden',
  entry: 'hidden',
  formMessage: 'hidden',
  media: { shown: 'a file that stands in no message, as one just uploaded; those in messages are judged by them (conversations/sight)' },
  message: 'hidden',
  notification: 'hidden',
  apiKey: { shown: 'a filter by the id of a key; the messages it gives are judged one by one' },
  attribute: { shown: wording },
  consentWording: { shown: wording },
  member: { shown: wording },
  number: { shown: wording },
  role: { shown: wording },
  savedReply: { shown: wording },
  segment: { shown: 'a saved question; the answer to it is judged contact by contact' },
  stage: { shown: wording },
  tag: { shown: wording },
  team: { shown: wording },
  template: { shown: wording },
  templateDraft: { shown: wording },
  view: { shown: 'a saved question; the answer to it is judged conversation by conversation' },
};
