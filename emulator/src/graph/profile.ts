import { CONTENT_LIMITS, codePointLength } from '@kabar/cloud-api';
import type { Emulator } from '../emulator.ts';
import { requireNumber, textParam } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { selectFields } from './fields.ts';
import { GraphError } from './graph-error.ts';

const VERTICALS = [
  'UNDEFINED',
  'OTHER',
  'AUTO',
  'BEAUTY',
  'APPAREL',
  'EDU',
  'ENTERTAIN',
  'EVENT_PLAN',
  'FINANCE',
  'GROCERY',
  'GOVT',
  'HOTEL',
  'HEALTH',
  'NONPROFIT',
  'PROF_SERVICES',
  'RETAIL',
  'TRAVEL',
  'RESTAURANT',
  'NOT_A_BIZ',
];
const LENGTHS = {
  about: CONTENT_LIMITS.profileAbout,
  address: CONTENT_LIMITS.profileAddress,
  description: CONTENT_LIMITS.profileDescription,
  email: CONTENT_LIMITS.profileEmail,
} as const;

function refuse(details: string): GraphError {
  return new GraphError(100, 'Invalid parameter', { details });
}

/** `websites` comes as a list or as a JSON text of one. */
function websitesOf(value: unknown): string[] {
  let list = value;
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value);
    } catch {
      throw refuse('websites must be a list');
    }
  }
  if (!Array.isArray(list)) throw refuse('websites must be a list');
  const websites = list.map(String);
  if (websites.length > CONTENT_LIMITS.profileWebsiteCount) throw refuse('websites takes at most two addresses');
  return websites;
}

/** `GET` and `POST /{phone}/whatsapp_business_profile`. Source: "Business profiles", 2025-11. */
export function businessProfile(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const number = requireNumber(emulator.world, call.token, id);
  const { profile } = number;
  if (call.method === 'GET') {
    const node = {
      messaging_product: 'whatsapp',
      about: profile.about,
      address: profile.address,
      description: profile.description,
      email: profile.email,
      websites: profile.websites,
      vertical: profile.vertical,
      profile_picture_url: profile.profilePictureUrl,
    };
    return {
      json: { data: [{ ...selectFields(node, textParam(call.params, 'fields'), Object.keys(node)), messaging_product: 'whatsapp' }] },
    };
  }
  if (call.params['messaging_product'] !== 'whatsapp') throw refuse('messaging_product must be whatsapp');
  for (const [name, max] of Object.entries(LENGTHS)) {
    const value = textParam(call.params, name);
    if (value === undefined) continue;
    if (codePointLength(value) > max) throw refuse(`${name} is longer than ${max} characters`);
    Object.assign(profile, { [name]: value });
  }
  if (call.params['websites'] !== undefined) profile.websites = websitesOf(call.params['websites']);
  const vertical = textParam(call.params, 'vertical');
  if (vertical !== undefined) {
    if (!VERTICALS.includes(vertical)) throw refuse('vertical is not one of the known ones');
    profile.vertical = vertical;
  }
  const handle = textParam(call.params, 'profile_picture_handle');
  if (handle !== undefined) profile.profilePictureUrl = `${call.baseUrl}/emulator/uploads/${encodeURIComponent(handle)}`;
  emulator.world.save('number', number);
  return { json: { success: true } };
}
