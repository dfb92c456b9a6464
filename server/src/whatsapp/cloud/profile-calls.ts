import { businessProfileSchema } from '@kabar/cloud-api';
import { z } from 'zod';
import type { BusinessProfile, BusinessProfileChange, CallOptions, CallOutcome, Connection } from '../provider.ts';
import { callGraph, readSuccess } from './graph-call.ts';
import type { Transport } from './transport.ts';

const fields = 'about,address,description,email,profile_picture_url,websites,vertical';
const answer = z.looseObject({ data: z.array(businessProfileSchema).min(1) });

/** The profile of the number. Source: Meta for Developers, "Business profiles", 2025-11. */
export function getBusinessProfile(
  transport: Transport,
  connection: Connection,
  options: CallOptions = {},
): Promise<CallOutcome<BusinessProfile>> {
  const path = `/${connection.phoneNumberId}/whatsapp_business_profile`;
  return callGraph(transport, connection, { method: 'GET', path, query: { fields } }, readProfile, options);
}

/** Changes the profile; WhatsApp keeps what is not named. */
export async function updateBusinessProfile(
  transport: Transport,
  connection: Connection,
  change: BusinessProfileChange,
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const { pictureHandle, ...texts } = change;
  const json = {
    messaging_product: 'whatsapp',
    ...texts,
    ...(pictureHandle === undefined ? {} : { profile_picture_handle: pictureHandle }),
  };
  const path = `/${connection.phoneNumberId}/whatsapp_business_profile`;
  const outcome = await callGraph(transport, connection, { method: 'POST', path, json }, readSuccess, options);
  return outcome.ok ? { ok: true, value: null } : outcome;
}

function readProfile(body: unknown): BusinessProfile | null {
  const [profile] = answer.safeParse(body).data?.data ?? [];
  if (profile === undefined) return null;
  const { about, address, description, email, websites, vertical, profile_picture_url: pictureUrl } = profile;
  const told = { about, address, description, email, websites, vertical, pictureUrl };
  // Null and absent mean the same at WhatsApp.
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined && value !== null));
}
