import { randomBytes } from 'node:crypto';
import { WEBHOOK_FIELDS } from '@kabar/cloud-api';
import { z } from 'zod';
import { createId } from '../emulator.ts';
import type { Emulator } from '../emulator.ts';
import { issueToken } from '../graph/tokens.ts';
import { verifyCallback } from '../graph/webhook-subscriptions.ts';
import type { App, PhoneNumber, Waba } from '../world/entities.ts';
import { displayPhone, phoneDigits } from '../world/phone-digits.ts';
import { sampleTemplates } from '../world/seed.ts';
import { ControlError, found } from './control-error.ts';
import type { ControlRoute } from './control-route.ts';

/** Everything needed to connect to this emulator with one click. */
export function connectionInfo(emulator: Emulator, baseUrl: string): Record<string, unknown> {
  const { world } = emulator;
  const businesses = [...world.wabas.values()].map((waba) => {
    const tokens = [...world.tokens.values()].filter((token) => token.wabaIds.includes(waba.id) && !token.isRevoked);
    const token = tokens[0];
    const app = token && world.apps.get(token.appId);
    return {
      appId: app?.id ?? null,
      appSecret: app?.secret ?? null,
      businessId: waba.businessId,
      wabaId: waba.id,
      wabaName: waba.name,
      accessToken: token?.value ?? null,
      numbers: [...world.numbers.values()]
        .filter((number) => number.wabaId === waba.id)
        .map((number) => ({
          phoneNumberId: number.id,
          displayPhoneNumber: number.displayPhoneNumber,
          verifiedName: number.verifiedName,
        })),
      templates: [...world.templates.values()]
        .filter((template) => template.wabaId === waba.id && !template.isDeleted)
        .map((template) => ({
          id: template.id,
          name: template.name,
          language: template.language,
          category: template.category,
          status: template.status,
        })),
    };
  });
  return {
    graphUrl: baseUrl,
    graphVersion: 'v26.0',
    phoneUrl: `${baseUrl}/phone`,
    mailboxUrl: `${baseUrl}/mailbox`,
    ...businesses[0],
    businesses,
    customers: world.listCustomers().map((customer) => ({
      id: customer.id,
      name: customer.name,
      phone: customer.phone,
      waId: customer.waId,
      userId: customer.userId,
      username: customer.username,
    })),
  };
}

const appPatchSchema = z.strictObject({
  name: z.string().min(1).optional(),
  secret: z.string().min(8).optional(),
  callbackUrl: z.url().nullable().optional(),
  verifyToken: z.string().nullable().optional(),
  fields: z.array(z.enum(WEBHOOK_FIELDS)).optional(),
  webhookVersion: z.number().int().min(21).max(26).optional(),
  /** Skips the handshake; for receivers that are not up yet. */
  skipVerification: z.boolean().optional(),
});

const numberPatchSchema = z.strictObject({
  verifiedName: z.string().optional(),
  status: z.string().optional(),
  isRegistered: z.boolean().optional(),
  qualityRating: z.string().optional(),
  messagingLimit: z.string().optional(),
  throughputLevel: z.string().optional(),
  nameStatus: z.string().optional(),
  codeVerificationStatus: z.string().optional(),
  accountMode: z.string().optional(),
  platformType: z.string().optional(),
  isOnBizApp: z.boolean().optional(),
  username: z.string().nullable().optional(),
  pin: z.string().nullable().optional(),
  allowedRecipients: z.array(z.string()).nullable().optional(),
});

/** Drops keys whose value is undefined, so that a patch never writes them. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Value]: Exclude<Value[Key], undefined> }; // undefined was dropped
}

async function patchApp(emulator: Emulator, app: App, patch: z.output<typeof appPatchSchema>): Promise<App> {
  const { skipVerification, ...rest } = defined(patch);
  const callbackUrl = rest.callbackUrl ?? null;
  if (callbackUrl !== null && skipVerification !== true) {
    await verifyCallback(callbackUrl, rest.verifyToken ?? app.verifyToken ?? '');
  }
  Object.assign(app, rest);
  emulator.world.save('app', app);
  return app;
}

/** Makes and changes what exists: apps, accounts, numbers, tokens. */
export const worldRoutes: readonly ControlRoute[] = [
  { method: 'GET', path: '/emulator/health', handle: () => ({ json: { ok: true } }) },
  {
    method: 'GET',
    path: '/emulator/info',
    handle: ({ emulator, baseUrl, mailbox: _mailbox }) => ({ json: connectionInfo(emulator, baseUrl) }),
  },
  { method: 'GET', path: '/emulator/apps', handle: ({ emulator }) => ({ json: { apps: [...emulator.world.apps.values()] } }) },
  {
    method: 'POST',
    path: '/emulator/apps',
    async handle(call) {
      const patch = call.parse(appPatchSchema);
      const app: App = {
        id: createId(call.emulator.random),
        name: 'App',
        secret: randomBytes(16).toString('hex'),
        callbackUrl: null,
        verifyToken: null,
        fields: [...WEBHOOK_FIELDS],
        webhookVersion: 26,
      };
      return { json: await patchApp(call.emulator, app, patch) };
    },
  },
  {
    method: 'PATCH',
    path: '/emulator/apps/:id',
    async handle(call) {
      const app = found(call.emulator.world.apps.get(call.params['id'] ?? ''), 'app with this id');
      return { json: await patchApp(call.emulator, app, call.parse(appPatchSchema)) };
    },
  },
  { method: 'GET', path: '/emulator/wabas', handle: ({ emulator }) => ({ json: { wabas: [...emulator.world.wabas.values()] } }) },
  {
    method: 'POST',
    path: '/emulator/wabas',
    handle(call) {
      const { emulator } = call;
      const fields = call.parse(
        z.strictObject({ name: z.string().min(1), country: z.string().optional(), businessId: z.string().optional() }),
      );
      const waba: Waba = {
        id: createId(emulator.random),
        name: fields.name,
        businessId: fields.businessId ?? createId(emulator.random),
        currency: 'USD',
        timezoneId: '1',
        namespace: randomBytes(16).toString('hex'),
        country: fields.country ?? 'ID',
        subscriptions: [],
        healthErrors: [],
      };
      emulator.world.save('waba', waba);
      for (const template of sampleTemplates(waba.id, emulator.clock.nowMs(), () => createId(emulator.random)))
        emulator.world.save('template', template);
      return { json: waba };
    },
  },
  {
    method: 'POST',
    path: '/emulator/wabas/:id/subscriptions',
    handle(call) {
      const { emulator, params } = call;
      const waba = found(emulator.world.wabas.get(params['id'] ?? ''), 'WABA with this id');
      const { appId, overrideCallbackUrl } = call.parse(
        z.strictObject({ appId: z.string(), overrideCallbackUrl: z.url().nullable().optional() }),
      );
      found(emulator.world.apps.get(appId), 'app with this id');
      waba.subscriptions = [
        ...waba.subscriptions.filter((one) => one.appId !== appId),
        { appId, overrideCallbackUrl: overrideCallbackUrl ?? null },
      ];
      emulator.world.save('waba', waba);
      return { json: waba };
    },
  },
  { method: 'GET', path: '/emulator/numbers', handle: ({ emulator }) => ({ json: { numbers: [...emulator.world.numbers.values()] } }) },
  {
    method: 'POST',
    path: '/emulator/numbers',
    handle(call) {
      const { emulator } = call;
      const { wabaId, phone, ...patch } = call.parse(numberPatchSchema.extend({ wabaId: z.string(), phone: z.string() }));
      found(emulator.world.wabas.get(wabaId), 'WABA with this id');
      const digits = phoneDigits(phone);
      if (digits === undefined) throw new ControlError(400, 'phone is not a phone number.');
      const number: PhoneNumber = {
        id: createId(emulator.random),
        wabaId,
        digits,
        displayPhoneNumber: displayPhone(digits),
        verifiedName: 'New number',
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
        lastOnboardedAtMs: emulator.clock.nowMs(),
        profile: {},
        overrideCallbackUrl: null,
        allowedRecipients: null,
        registrationTimesMs: [],
        ...defined(patch),
      };
      emulator.world.save('number', number);
      return { json: number };
    },
  },
  {
    method: 'PATCH',
    path: '/emulator/numbers/:id',
    handle(call) {
      const number = found(call.emulator.world.numbers.get(call.params['id'] ?? ''), 'number with this id');
      Object.assign(number, defined(call.parse(numberPatchSchema)));
      call.emulator.world.save('number', number);
      return { json: number };
    },
  },
  { method: 'GET', path: '/emulator/tokens', handle: ({ emulator }) => ({ json: { tokens: [...emulator.world.tokens.values()] } }) },
  {
    method: 'POST',
    path: '/emulator/tokens',
    handle(call) {
      const fields = call.parse(
        z.strictObject({
          appId: z.string(),
          wabaIds: z.array(z.string()),
          scopes: z.array(z.string()).optional(),
          expiresInMs: z.number().int().positive().optional(),
        }),
      );
      found(call.emulator.world.apps.get(fields.appId), 'app with this id');
      const token = issueToken(call.emulator, {
        appId: fields.appId,
        wabaIds: fields.wabaIds,
        ...(fields.scopes ? { scopes: fields.scopes } : {}),
        ...(fields.expiresInMs ? { expiresAtMs: call.emulator.clock.nowMs() + fields.expiresInMs } : {}),
      });
      return { json: token };
    },
  },
  {
    method: 'POST',
    path: '/emulator/tokens/revoke',
    handle(call) {
      const { value } = call.parse(z.strictObject({ value: z.string() }));
      const token = found(call.emulator.world.tokens.get(value), 'token with this value');
      token.isRevoked = true;
      call.emulator.world.save('token', token);
      return { json: token };
    },
  },
  {
    method: 'POST',
    path: '/emulator/signup-codes',
    handle(call) {
      const { appId, wabaIds } = call.parse(z.strictObject({ appId: z.string(), wabaIds: z.array(z.string()) }));
      const code = randomBytes(24).toString('base64url');
      call.emulator.world.saveSetting(`code:${code}`, { appId, wabaIds, issuedAtMs: call.emulator.clock.nowMs() });
      return { json: { code } };
    },
  },
  {
    method: 'GET',
    path: '/emulator/templates',
    handle: ({ emulator }) => ({ json: { templates: [...emulator.world.templates.values()].filter((template) => !template.isDeleted) } }),
  },
  {
    method: 'PATCH',
    path: '/emulator/templates/:id',
    handle(call) {
      const template = found(call.emulator.world.templates.get(call.params['id'] ?? ''), 'template with this id');
      Object.assign(
        template,
        defined(
          call.parse(
            z.strictObject({ isPaced: z.boolean().optional(), category: z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']).optional() }),
          ),
        ),
      );
      call.emulator.world.save('template', template);
      return { json: template };
    },
  },
  {
    method: 'GET',
    path: '/emulator/uploads/:handle',
    handle({ emulator, params }) {
      const upload = emulator.world.setting(`handle:${params['handle'] ?? ''}`);
      if (typeof upload !== 'object' || upload === null || !('base64' in upload) || !('mimeType' in upload)) {
        throw new ControlError(404, 'There is no upload with this handle.');
      }
      return { bytes: Buffer.from(String(upload.base64), 'base64'), contentType: String(upload.mimeType) };
    },
  },
];
