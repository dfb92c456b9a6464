import type { BrowserEntry, NoticeFacts, PromiseStatus, TwoLanguages } from '@kabar/contract';

/** Somebody who gets data, as a page may say it. */
export type NoticeRecipient = {
  name: string;
  purposes: TwoLanguages;
  data: TwoLanguages;
  country: TwoLanguages | null;
  isAbroad: boolean;
  /** The announced day from which on, `YYYY-MM-DD`; null for one that was always there. */
  startsOn: string | null;
  /** Announced, and its day has not come. */
  isComing: boolean;
};

/** How long a kind of data is kept. */
export type NoticePeriod = { about: TwoLanguages; period: TwoLanguages };

/** Everything a notice is rendered from, as it is at one moment. */
export type NoticeWorld = {
  /** `customers`: a workspace's notice for the people it writes to. `holders`: the installation's, for people with an account. */
  audience: 'customers' | 'holders';
  facts: NoticeFacts;
  statusOf(promiseId: string): PromiseStatus;
  /** Who runs the installation, where that is somebody else and published. */
  operator: string | null;
  /** With those who are announced. */
  recipients: readonly NoticeRecipient[];
  /** Whether nobody gets data: at this moment, or, where a version is made for later, also of those announced. */
  hasNoRecipient: boolean;
  /** Where the installation is; null when nobody said. */
  homeRegion: TwoLanguages | null;
  periods: readonly NoticePeriod[];
  payloadRetentionDays: number;
  cookies: readonly BrowserEntry[];
  authorities: readonly { name: string; url: string }[];
  /** Where people ask for their data themselves. */
  selfServiceUrl: string;
  /** Address of the pages of this notice, without the name of a page. */
  pagesUrl: string;
};

/** Values that a sentence is made of. Two renderings with the same values say the same. */
export type SentenceValues = Readonly<Record<string, string | number | boolean | null | TwoLanguages>>;

/** A sentence that notices may contain. */
export type Sentence = {
  key: string;
  audience: NoticeWorld['audience'] | 'both';
  places: readonly `${string}/${string}`[];
  /** Promises that must be proven; at least one, because what nobody can show is not said. */
  promises: readonly [string, ...string[]];
  /** Whether it is said of each of several things, one more of which changes nothing for the others. */
  isList: boolean;
  /** What it is made of; an empty list when it does not apply, several when it is said of several things. */
  values(world: NoticeWorld): readonly SentenceValues[];
  en(values: SentenceValues): string;
  id(values: SentenceValues): string;
};
