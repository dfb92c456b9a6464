import type { BrowserEntry, NoticeFacts, PromiseStatus, TwoLanguages } from '@kabar/contract';

/** Somebody who gets data, as a page may say it. */
export type NoticeRecipient = { name: string; purposes: TwoLanguages; data: TwoLanguages; country: TwoLanguages | null; isAbroad: boolean };

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
  recipients: readonly NoticeRecipient[];
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
  /** What it is made of; an empty list when it does not apply, several when it is said of several things. */
  values(world: NoticeWorld): readonly SentenceValues[];
  en(values: SentenceValues): string;
  id(values: SentenceValues): string;
};
