import { templateNodeSchema, WEBHOOK_FIELDS } from '@kabar/cloud-api';
import type { App, Customer, PhoneNumber, Template, Waba } from './entities.ts';
import { countryOf, waIdOf } from './phone-digits.ts';
import { userIdFor } from './world.ts';
import type { World } from './world.ts';

/** Ids of the business that exists from the start. All invented. */
export const SEED = {
  appId: '841205530718264',
  appSecret: '5d0c7a41e2b94f6f8f1f3a6c9be27d10',
  businessId: '506914307656634',
  wabaId: '102290129340398',
  phoneNumberId: '106540352242922',
  secondPhoneNumberId: '106540352242923',
  accessToken: 'EAAKabarEmulatorSystemUserToken0000000000000000000000000001',
} as const;

const TEMPLATE_FIELD_DEFAULTS = {
  previousCategory: null,
  rejectionRecommendation: null,
  quality: 'UNKNOWN',
  ttlSeconds: null,
  reviewAtMs: null,
  editTimesMs: [],
  isDeleted: false,
  deletedAtMs: null,
  isPaced: false,
};

function seedTemplate(
  id: string,
  wabaId: string,
  fields: Pick<Template, 'name' | 'category'> & { components: unknown[] } & Partial<Template>,
  nowMs: number,
): Template {
  const parsed = templateNodeSchema.parse({
    id,
    name: fields.name,
    language: 'en',
    status: 'X',
    category: 'X',
    components: fields.components,
  });
  return {
    ...TEMPLATE_FIELD_DEFAULTS,
    id,
    wabaId,
    language: 'en_US',
    parameterFormat: 'POSITIONAL',
    status: 'APPROVED',
    rejectedReason: 'NONE',
    createdAtMs: nowMs,
    ...fields,
    components: parsed.components ?? [],
  };
}

/** The approved and other templates that every new account starts with, as Meta gives samples. `idOf` makes the id of the n-th. */
export function sampleTemplates(wabaId: string, nowMs: number, idOf: (index: number) => string): Template[] {
  const all: (Pick<Template, 'name' | 'category'> & { components: unknown[] } & Partial<Template>)[] = [
    {
      name: 'order_update',
      category: 'UTILITY',
      quality: 'GREEN',
      components: [
        {
          type: 'BODY',
          text: 'Hi {{1}}, your order {{2}} is {{3}}. Thank you for shopping with us!',
          example: { body_text: [['Sari', 'KB-1042', 'on its way']] },
        },
        { type: 'FOOTER', text: 'Kopi Merdeka' },
      ],
    },
    {
      name: 'hello_world',
      category: 'UTILITY',
      quality: 'GREEN',
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Hello World' },
        { type: 'BODY', text: 'Welcome and congratulations! This message shows that your number can send messages from the Cloud API.' },
        { type: 'FOOTER', text: 'Kopi Merdeka' },
      ],
    },
    {
      name: 'welcome',
      category: 'MARKETING',
      components: [
        { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW1hZ2UvcG5n:example'] } },
        {
          type: 'BODY',
          text: 'Welcome to Kopi Merdeka, {{1}}! Show this message for a free pastry with your first cup.',
          example: { body_text: [['Sari']] },
        },
        { type: 'FOOTER', text: 'One per person, until Sunday' },
      ],
    },
    {
      name: 'login_code',
      category: 'AUTHENTICATION',
      quality: 'GREEN',
      components: [
        {
          type: 'BODY',
          text: '*{{1}}* is your verification code. For your security, do not share this code.',
          add_security_recommendation: true,
        },
        { type: 'FOOTER', text: 'This code expires in 10 minutes.', code_expiration_minutes: 10 },
        {
          type: 'BUTTONS',
          buttons: [{ type: 'URL', text: 'Copy code', url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}' }],
        },
      ],
    },
    {
      name: 'weekend_promo',
      category: 'MARKETING',
      quality: 'GREEN',
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Weekend for {{1}}' },
        {
          type: 'BODY',
          text: 'This weekend every second cup is on us, {{1}}. Shall we keep a table for you?',
          example: { body_text: [['Sari']] },
        },
        { type: 'FOOTER', text: 'Reply STOP to end' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Keep a table' },
            { type: 'QUICK_REPLY', text: 'Not this time' },
            { type: 'QUICK_REPLY', text: 'Unsubscribe' },
          ],
        },
      ],
    },
    {
      name: 'shipping_notice',
      category: 'UTILITY',
      parameterFormat: 'NAMED',
      components: [
        {
          type: 'BODY',
          text: 'Good news, {{first_name}}: parcel {{parcel}} has left our house.',
          example: {
            body_text_named_params: [
              { param_name: 'first_name', example: 'Sari' },
              { param_name: 'parcel', example: 'JNE-55120' },
            ],
          },
        },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'URL', text: 'Track parcel', url: 'https://shop.example/track/{{1}}', example: ['JNE-55120'] },
            { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+15550100100' },
          ],
        },
      ],
    },
    {
      name: 'new_menu',
      category: 'MARKETING',
      components: [
        { type: 'BODY', text: 'Three new drinks this week - which one is yours?' },
        {
          type: 'CAROUSEL',
          cards: [0, 1].map(() => ({
            components: [
              { type: 'HEADER', format: 'IMAGE' },
              { type: 'BODY', text: 'Try our {{1}} today.' },
              { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Order' }] },
            ],
          })),
        },
      ],
    },
    {
      name: 'feedback_request',
      category: 'UTILITY',
      status: 'PENDING',
      components: [{ type: 'BODY', text: 'How was your visit on {{1}}? Tell us in one word, please.' }],
    },
    {
      name: 'prize_draw',
      category: 'MARKETING',
      status: 'REJECTED',
      rejectedReason: 'PROMOTIONAL',
      rejectionRecommendation: 'Say who you are and why the person gets this message.',
      components: [{ type: 'BODY', text: 'You have won! Click now.' }],
    },
  ];
  return all.map((fields, index) => seedTemplate(idOf(index), wabaId, fields, nowMs));
}

function seedCustomer(id: string, name: string, phone: string | null, extras: Partial<Customer> = {}): Customer {
  return {
    id,
    name,
    username: null,
    phone,
    waId: phone === null ? null : waIdOf(phone),
    userId: userIdFor(phone === null ? 'US' : countryOf(phone), id),
    parentUserId: null,
    hidesPhone: phone === null,
    hasWhatsApp: true,
    isOnline: true,
    autoRead: null,
    autoDeliver: null,
    failCode: null,
    note: '',
    numbers: {},
    isImplicit: false,
    ...extras,
  };
}

const CUSTOMERS: readonly Customer[] = [
  seedCustomer('sari', 'Sari Wulandari', '6281200000101', { note: 'A regular from Jakarta' }),
  seedCustomer('budi', 'Budi Santoso', '6281200000102', { note: 'Orders for his office' }),
  seedCustomer('ana', 'Ana Beatriz Lima', '5531988880103', { note: 'Brazil: her WhatsApp id has one digit less than her number' }),
  seedCustomer('priya', 'Priya Nair', '919800000104', { note: 'Writes in the evening' }),
  seedCustomer('jo', 'Jo Brightly', null, { username: 'jo.brightly', note: 'Has a username and shows no phone number' }),
  seedCustomer('tomas', 'Tomás Herrera', '5215500000106', { note: 'Mexico; his phone is often off' }),
];

function seedNumber(id: string, digits: string, display: string, nowMs: number, extras: Partial<PhoneNumber>): PhoneNumber {
  return {
    id,
    wabaId: SEED.wabaId,
    digits,
    displayPhoneNumber: display,
    verifiedName: 'Kopi Merdeka',
    status: 'CONNECTED',
    isRegistered: true,
    pin: null,
    qualityRating: 'GREEN',
    messagingLimit: 'TIER_2K',
    throughputLevel: 'STANDARD',
    nameStatus: 'APPROVED',
    codeVerificationStatus: 'VERIFIED',
    accountMode: 'LIVE',
    platformType: 'CLOUD_API',
    isOnBizApp: false,
    username: null,
    lastOnboardedAtMs: nowMs,
    profile: {},
    overrideCallbackUrl: null,
    allowedRecipients: null,
    registrationTimesMs: [],
    ...extras,
  };
}

/** Makes the ready business, its templates and six people. Does nothing when an app exists already. */
export function seedWorld(world: World, nowMs: number): void {
  if (world.apps.size > 0) return;
  const app: App = {
    id: SEED.appId,
    name: 'Kabar on this machine',
    secret: SEED.appSecret,
    callbackUrl: null,
    verifyToken: null,
    fields: [...WEBHOOK_FIELDS],
    webhookVersion: 26,
  };
  const waba: Waba = {
    id: SEED.wabaId,
    name: 'Kopi Merdeka',
    businessId: SEED.businessId,
    currency: 'USD',
    timezoneId: '66',
    namespace: 'c8ae5f90_307a_ca4c_b8f6_d1e2f3a4b5c6',
    country: 'ID',
    subscriptions: [],
    healthErrors: [],
  };
  world.save('app', app);
  world.save('waba', waba);
  world.save(
    'number',
    seedNumber(SEED.phoneNumberId, '15550100100', '+1 555-010-0100', nowMs, {
      username: 'kopi.merdeka',
      profile: {
        about: 'Coffee, pastry and a quiet table',
        address: 'Jl. Contoh 1, Jakarta',
        description: 'A small coffee house that delivers.',
        email: 'hello@kopi.example',
        websites: ['https://kopi.example'],
        vertical: 'RESTAURANT',
      },
    }),
  );
  world.save(
    'number',
    seedNumber(SEED.secondPhoneNumberId, '15550100101', '+1 555-010-0101', nowMs, {
      verifiedName: 'Kopi Merdeka Kemang',
      qualityRating: 'YELLOW',
      messagingLimit: 'TIER_250',
      profile: { about: 'The house in Kemang', vertical: 'RESTAURANT' },
    }),
  );
  world.save('token', {
    value: SEED.accessToken,
    appId: SEED.appId,
    type: 'SYSTEM_USER',
    userId: '122100000000000001',
    scopes: ['whatsapp_business_management', 'whatsapp_business_messaging', 'business_management'],
    wabaIds: [SEED.wabaId],
    expiresAtMs: null,
    issuedAtMs: nowMs,
    isRevoked: false,
  });
  for (const template of sampleTemplates(SEED.wabaId, nowMs, (index) => `16895569081298${String(10 + index)}`))
    world.save('template', template);
  for (const customer of CUSTOMERS) world.saveCustomer(structuredClone(customer));
}
