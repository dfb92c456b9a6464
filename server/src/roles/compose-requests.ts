import type { ErasureContext } from '#modules/erasure';
import type { ExportsContext } from '#modules/exports';
import type { RequestsContext } from '#modules/requests';
import { indexContactJob } from '#modules/search';
import type { Context } from './context.ts';
import { createCopyHands, createErasureHands } from './request-hands.ts';

/** What handling requests takes from the modules below it. */
export type RequestsNeeds = Pick<RequestsContext, 'contacts' | 'consent' | 'publicUrl'> & {
  sendAutomatic: RequestsContext['send'];
  exports: ExportsContext;
  operators: readonly string[];
};

/** The requests of people about their data, on top of erasing and exporting. */
export function composeRequests(
  { mails, jobs }: Pick<Context, 'mails' | 'jobs'>,
  needs: RequestsNeeds,
  erasure: ErasureContext,
): RequestsContext {
  const { contacts, consent, sendAutomatic: send, publicUrl, operators } = needs;
  return {
    ...contacts,
    contacts,
    consent,
    mails,
    publicUrl,
    operatorMails: operators,
    send,
    erasure: createErasureHands(erasure),
    copies: createCopyHands(needs.exports),
    indexAgain: (tx, who) => jobs.enqueue(tx, indexContactJob, who),
  };
}
