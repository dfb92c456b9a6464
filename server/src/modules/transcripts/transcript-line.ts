/** One line of a transcript, in every form the same facts. */
export type TranscriptLine = {
  kind: 'message' | 'note' | 'activity';
  /** Public id of the message or entry. */
  id: string;
  at: Date;
  /** Of a message: whether the customer wrote it. */
  direction: 'in' | 'out' | null;
  author: string;
  /** Type of a message, kind of an entry. */
  type: string;
  status: string | null;
  /** What was said or done, readable, possibly with several lines. */
  text: string;
  /** What else is to be known: edited, deleted, failed and why, reactions. */
  marks: string[];
  mediaId: string | null;
  /** Leads to the message in the dashboard; null where there is nothing more to see. */
  link: string | null;
};

/** What stands at the head of a transcript. */
export type TranscriptHead = {
  conversationId: string;
  contact: string;
  number: string;
  workspace: string;
  timeZone: string;
  madeAt: Date;
  from: Date | null;
  until: Date;
};
