import {
  BulkConsentRequest,
  BulkConsentResponse,
  ConsentDoubt,
  ConsentRecord,
  ConsentSettings,
  ConsentWording,
  ContactConsents,
  CreateConsentWordingRequest,
  CreateSuppressionRequest,
  DecideConsentDoubtRequest,
  idSchema,
  LiftSuppressionRequest,
  ListConsentDoubtsQuery,
  ListConsentWordingsQuery,
  ListSuppressionsQuery,
  pageOf,
  PageQuery,
  RecordConsentRequest,
  Suppression,
  TryConsentWordsRequest,
  TryConsentWordsResponse,
  UpdateConsentSettingsRequest,
  UpdateConsentWordingRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { ConsentContext } from './consent-context.ts';
import { getConsentSettings, updateConsentSettings } from './consent-settings.ts';
import { findContact, getContactConsents } from './contact-consents.ts';
import { decideDoubt, listDoubts } from './doubts.ts';
import { recordMany, recordTold } from './record-told.ts';
import { createSuppression, liftSuppression, listSuppressions } from './suppressions.ts';
import { changeWording, createWording, listWordings, removeWording } from './wordings.ts';
import { readConsentWords } from './words/read-consent-words.ts';

const shared = { tag: 'Consent', auth: 'workspace' } as const;
const reads = { ...shared, permission: 'consent:read' } as const;
const writes = { ...shared, permission: 'consent:write' } as const;
const configures = { ...shared, permission: 'inbox:configure' } as const;
const manages = { ...shared, permission: 'contacts:manage' } as const;

/** Routes of consent, suppression and their settings. */
export function consentRoutes(ctx: ConsentContext): Route[] {
  return [
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/contacts/:id/consents',
      summary: 'Get what a contact agreed to',
      description: 'What holds now, what the send gate would say about consent at this moment, and the history, newest first.',
      params: z.object({ id: idSchema('contact') }),
      query: PageQuery,
      responses: { 200: ContactConsents },
      handler: ({ actor, params, query }) => getContactConsents(ctx, actor, params.id, query),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/contacts/:id/consents',
      whileClosing: true,
      summary: 'Record what a contact said',
      description:
        'A stop always counts and needs no evidence. `given` and `resumed` lift an earlier stop only with evidence, and only when the customer did it after the stop; otherwise they stand in the history and change nothing.',
      params: z.object({ id: idSchema('contact') }),
      body: RecordConsentRequest,
      responses: { 201: ConsentRecord },
      handler: ({ actor, params, body }) => recordTold(ctx, actor, params.id, body),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/consents',
      whileClosing: true,
      summary: 'Record many consents',
      description:
        'Up to 1,000 rows; contacts are found or made by phone number or BSUID. A refused row touches no other; an unknown id refuses the request.',
      body: BulkConsentRequest,
      responses: { 200: BulkConsentResponse },
      handler: ({ actor, body }) => recordMany(ctx, actor, body),
    }),
    defineRoute({
      ...manages,
      method: 'GET',
      path: '/v1/suppressions',
      summary: 'List suppressions',
      description: 'Who must not be written to, by keyed hash, newest first. Page through it to export the list.',
      query: ListSuppressionsQuery,
      responses: { 200: pageOf(Suppression) },
      handler: async ({ actor, query }) => {
        const contactId = query.contact_id === undefined ? {} : { contact_id: await publicContact(ctx, actor, query.contact_id) };
        return listSuppressions(ctx, actor.workspaceId, { ...query, ...contactId });
      },
    }),
    defineRoute({
      ...manages,
      method: 'POST',
      path: '/v1/suppressions',
      summary: 'Suppress a phone number or BSUID',
      description: 'Whether it is a contact or not. It holds after erasure and when the same person is imported again.',
      body: CreateSuppressionRequest,
      responses: { 201: Suppression },
      handler: ({ actor, body }) => createSuppression(ctx, actor, body),
    }),
    defineRoute({
      ...manages,
      method: 'POST',
      path: '/v1/suppressions/:id/lift',
      summary: 'Lift a suppression',
      description: 'On the wish of the customer, of which you give evidence. Lifts what stands for the same person and scope.',
      params: z.object({ id: idSchema('suppression') }),
      body: LiftSuppressionRequest,
      responses: { 204: null },
      handler: ({ actor, params, body }) => liftSuppression(ctx, actor, params.id, body),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/consent-doubts',
      summary: 'List messages that may mean stop',
      description: 'A person decides about them; until then nothing changes.',
      query: ListConsentDoubtsQuery,
      responses: { 200: pageOf(ConsentDoubt) },
      handler: ({ actor, query }) => listDoubts(ctx, actor, query),
    }),
    defineRoute({
      ...writes,
      method: 'POST',
      path: '/v1/consent-doubts/:id/decide',
      summary: 'Decide whether a message meant stop',
      params: z.object({ id: idSchema('consentDoubt') }),
      body: DecideConsentDoubtRequest,
      responses: { 200: ConsentDoubt },
      handler: ({ actor, params, body }) => decideDoubt(ctx, actor, params.id, body),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/consent-wordings',
      summary: 'List wordings',
      description: 'The words customers were asked with, by purpose and version, newest first.',
      query: ListConsentWordingsQuery,
      responses: { 200: pageOf(ConsentWording) },
      handler: ({ actor, query }) => listWordings(ctx, actor.workspaceId, query),
    }),
    defineRoute({
      ...configures,
      method: 'POST',
      path: '/v1/consent-wordings',
      summary: 'Add a wording',
      description: 'Becomes the next version for its purpose.',
      body: CreateConsentWordingRequest,
      responses: { 201: ConsentWording },
      handler: ({ actor, body }) => createWording(ctx, actor, body),
    }),
    defineRoute({
      ...configures,
      method: 'PATCH',
      path: '/v1/consent-wordings/:id',
      summary: 'Change a wording',
      description: 'Only while no record names it; afterwards add a new version.',
      params: z.object({ id: idSchema('consentWording') }),
      body: UpdateConsentWordingRequest,
      responses: { 200: ConsentWording },
      handler: ({ actor, params, body }) => changeWording(ctx, actor, params.id, body),
    }),
    defineRoute({
      ...configures,
      method: 'DELETE',
      path: '/v1/consent-wordings/:id',
      summary: 'Delete a wording',
      description: 'Only while no record names it.',
      params: z.object({ id: idSchema('consentWording') }),
      responses: { 204: null },
      handler: ({ actor, params }) => removeWording(ctx, actor, params.id),
    }),
    defineRoute({
      ...reads,
      method: 'GET',
      path: '/v1/consent-settings',
      summary: 'Get the consent settings',
      responses: { 200: ConsentSettings },
      handler: ({ actor }) => getConsentSettings(ctx, actor.workspaceId),
    }),
    defineRoute({
      ...configures,
      method: 'PATCH',
      path: '/v1/consent-settings',
      summary: 'Change the consent settings',
      description: 'The marketing rule counts for the very next message; words and texts within 15 seconds.',
      body: UpdateConsentSettingsRequest,
      responses: { 200: ConsentSettings },
      handler: ({ actor, body }) => updateConsentSettings(ctx, actor, body),
    }),
    defineRoute({
      ...reads,
      method: 'POST',
      path: '/v1/consent-settings/try',
      summary: 'Try the words of stopping',
      description: 'What Kabar would make of a message, with your own words. Nothing is recorded.',
      body: TryConsentWordsRequest,
      responses: { 200: TryConsentWordsResponse },
      handler: async ({ actor, body }) => {
        const { words } = await ctx.settings.of(actor.workspaceId);
        return readConsentWords(body.text, words);
      },
    }),
  ];
}

/** Errors: `not_found` for a contact that is not of the workspace. */
async function publicContact(ctx: ConsentContext, actor: Parameters<typeof findContact>[1], publicId: string): Promise<string> {
  await findContact(ctx, actor, publicId);
  return publicId;
}
