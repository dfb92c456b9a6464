import type { Readable } from 'node:stream';
import type { PrivacyRequestKind, SelfRequest, SelfServiceLanguage } from '@kabar/contract';
import type { AuditContext } from '#modules/audit';
import type { ConsentRecorder } from '#modules/consent';
import type { PeopleDeps } from '#modules/contacts';
import type { AutomaticMessage, AutomaticOutcome } from '#modules/messages';
import type { WebhookAccount } from '#modules/numbers';
import type { ThrottleContext } from '#modules/users';
import type { Jobs } from '#platform/jobs/jobs';
import type { Log } from '#platform/log';

/** How somebody showed that they hold the number: a code was sent to it, or a message came from it. */
export type Proof = 'whatsapp_code' | 'whatsapp_sender';

/** The person of an open visit. `contactId` is the contact as it stands now, after merges. */
export type Visitor = { workspaceId: string; contactId: string; proof: Proof; expiresAt: Date };

/** Asking, following and taking back requests, as the module that handles them does it. References are public ids (`prq_…`). */
export type RequestHands = {
  /**
   * Records a request of a proved person and starts it as far as it goes by itself. The same request while one is open is set aside as
   * such. Gives its reference.
   */
  open(request: {
    workspaceId: string;
    contactId: string;
    kind: PrivacyRequestKind;
    note: string | null;
    channel: 'customer' | 'whatsapp';
    /** Null: who asks still has to be proved, by a member. */
    proof: Proof | null;
    language: SelfServiceLanguage;
  }): Promise<string>;
  list(workspaceId: string, contactId: string): Promise<SelfRequest[]>;
  /** Null for a reference that leads nowhere in this workspace. */
  find(workspaceId: string, reference: string): Promise<SelfRequest | null>;
  /** Errors: `not_found` for somebody else's; `request_not_possible` once it is too late. */
  cancel(workspaceId: string, contactId: string, reference: string): Promise<void>;
  /** The copy of the data that a request made. Null while there is none, and for somebody else's. */
  openCopy(workspaceId: string, contactId: string, reference: string): Promise<Readable | null>;
};

/** What the use cases of this module work with. */
export type SelfServiceContext = PeopleDeps & {
  log: Log;
  audit: AuditContext;
  jobs: Jobs;
  consent: ConsentRecorder;
  throttle: Pick<ThrottleContext, 'db' | 'clock' | 'keys'>;
  requests: RequestHands;
  send(message: AutomaticMessage): Promise<AutomaticOutcome>;
  /** Whose the webhook address of this key is, and what its app signs with. */
  accountByKey(webhookKey: string, isFresh: boolean): Promise<Pick<WebhookAccount, 'workspaceId' | 'appSecretKeys'> | null>;
  /** Without a slash at the end. */
  publicUrl: string;
};
