import { z } from 'zod';
import { ControlError, found } from './control-error.ts';
import type { ControlCall, ControlRoute } from './control-route.ts';

function wabaOf(call: ControlCall, id: string | undefined) {
  const { wabas } = call.emulator.world;
  return found(id === undefined ? [...wabas.values()][0] : wabas.get(id), 'WABA with this id');
}

function numberOf(call: ControlCall, id: string | undefined) {
  const { numbers } = call.emulator.world;
  return found(id === undefined ? [...numbers.values()][0] : numbers.get(id), 'number with this id');
}

const eventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('quality_update'),
    numberId: z.string().optional(),
    quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']),
  }),
  z.strictObject({ type: z.literal('limit_update'), numberId: z.string().optional(), limit: z.string() }),
  z.strictObject({ type: z.literal('throughput_upgrade'), numberId: z.string().optional() }),
  z.strictObject({ type: z.literal('name_update'), numberId: z.string().optional(), decision: z.string(), name: z.string() }),
  z.strictObject({
    type: z.literal('account_restriction'),
    wabaId: z.string().optional(),
    restrictionType: z.string(),
    days: z.number().positive(),
  }),
  z.strictObject({ type: z.literal('account_banned'), wabaId: z.string().optional() }),
  z.strictObject({ type: z.literal('account_reinstated'), wabaId: z.string().optional() }),
]);

type AccountEvent = z.output<typeof eventSchema>;

/** Changes the account as the event says and tells it under the field Meta uses. Source: webhook reference pages, 2025-12. */
function happen(call: ControlCall, event: AccountEvent): void {
  const { world, outbox, clock } = call.emulator;
  switch (event.type) {
    case 'quality_update':
    case 'limit_update': {
      const number = numberOf(call, event.numberId);
      const old = number.messagingLimit;
      if (event.type === 'limit_update') number.messagingLimit = event.limit;
      else number.qualityRating = event.quality;
      world.save('number', number);
      outbox.push({
        wabaId: number.wabaId,
        field: 'phone_number_quality_update',
        item: {
          display_phone_number: number.digits,
          event: event.type === 'limit_update' ? 'UPGRADE' : event.quality === 'RED' ? 'FLAGGED' : 'UNFLAGGED',
          current_limit: number.messagingLimit,
          old_limit: old,
          max_daily_conversations_per_business: number.messagingLimit,
        },
      });
      if (event.type === 'limit_update') {
        outbox.push({
          wabaId: number.wabaId,
          field: 'business_capability_update',
          item: { max_daily_conversations_per_business: event.limit, max_phone_numbers_per_business: 20 },
        });
      }
      return;
    }
    case 'throughput_upgrade': {
      const number = numberOf(call, event.numberId);
      number.throughputLevel = 'HIGH';
      world.save('number', number);
      outbox.push({
        wabaId: number.wabaId,
        field: 'phone_number_quality_update',
        item: {
          display_phone_number: number.digits,
          event: 'THROUGHPUT_UPGRADE',
          max_daily_conversations_per_business: number.messagingLimit,
        },
      });
      return;
    }
    case 'name_update': {
      const number = numberOf(call, event.numberId);
      if (event.decision === 'APPROVED') number.verifiedName = event.name;
      number.nameStatus = event.decision;
      world.save('number', number);
      outbox.push({
        wabaId: number.wabaId,
        field: 'phone_number_name_update',
        item: {
          display_phone_number: number.digits,
          decision: event.decision,
          requested_verified_name: event.name,
          rejection_reason: null,
        },
      });
      return;
    }
    case 'account_restriction':
      outbox.push({
        wabaId: wabaOf(call, event.wabaId).id,
        field: 'account_update',
        item: {
          event: 'ACCOUNT_RESTRICTION',
          restriction_info: [{ restriction_type: event.restrictionType, expiration: clock.nowSeconds() + Math.round(event.days * 86_400) }],
        },
      });
      return;
    case 'account_banned':
    case 'account_reinstated': {
      const waba = wabaOf(call, event.wabaId);
      const isBan = event.type === 'account_banned';
      waba.healthErrors = isBan
        ? [{ code: 141014, description: 'The WhatsApp Business Account is banned.', solution: 'Request a review.' }]
        : [];
      world.save('waba', waba);
      for (const number of world.numbers.values()) {
        if (number.wabaId !== waba.id) continue;
        number.status = isBan ? 'BANNED' : 'CONNECTED';
        world.save('number', number);
      }
      outbox.push({
        wabaId: waba.id,
        field: 'account_update',
        item: {
          event: 'DISABLED_UPDATE',
          ban_info: { waba_ban_state: isBan ? 'DISABLE' : 'REINSTATE', waba_ban_date: new Date(clock.nowMs()).toDateString() },
        },
      });
    }
  }
}

/** Events of accounts, numbers and templates, and any webhook of one's own making. */
export const accountRoutes: readonly ControlRoute[] = [
  {
    method: 'POST',
    path: '/emulator/account-events',
    handle(call) {
      const event = eventSchema.safeParse(call.body);
      if (!event.success)
        throw new ControlError(400, event.error.issues.map((issue) => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; '));
      happen(call, event.data);
      call.emulator.outbox.flush();
      return { json: { ok: true } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/webhooks',
    handle(call) {
      const { field, value, wabaId, list } = call.parse(
        z.strictObject({
          field: z.string().min(1),
          value: z.record(z.string(), z.unknown()),
          wabaId: z.string().optional(),
          /** Puts `value` into this list beside the metadata of a number instead of sending it whole. */
          list: z.strictObject({ name: z.string(), numberId: z.string().optional() }).optional(),
        }),
      );
      const number = list && numberOf(call, list.numberId);
      call.emulator.outbox.push({
        wabaId: number?.wabaId ?? wabaOf(call, wabaId).id,
        field,
        item: value,
        ...(list && number ? { list: list.name, number } : {}),
      });
      call.emulator.outbox.flush();
      return { json: { ok: true } };
    },
  },
  {
    method: 'POST',
    path: '/emulator/templates/:id/status',
    handle(call) {
      const { emulator, params } = call;
      const template = found(emulator.world.templates.get(params['id'] ?? ''), 'template with this id');
      const { status, reason, title, description } = call.parse(
        z.strictObject({
          status: z.string(),
          reason: z.string().optional(),
          title: z.string().optional(),
          description: z.string().optional(),
        }),
      );
      emulator.templateReview.setStatus(template, status, {
        ...(reason === undefined ? {} : { reason }),
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
      });
      emulator.outbox.flush();
      return { json: template };
    },
  },
  {
    method: 'POST',
    path: '/emulator/templates/:id/quality',
    handle(call) {
      const { emulator, params } = call;
      const template = found(emulator.world.templates.get(params['id'] ?? ''), 'template with this id');
      const { quality } = call.parse(z.strictObject({ quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']) }));
      emulator.templateReview.setQuality(template, quality);
      emulator.outbox.flush();
      return { json: template };
    },
  },
  {
    method: 'POST',
    path: '/emulator/templates/:id/category',
    handle(call) {
      const { emulator, params } = call;
      const template = found(emulator.world.templates.get(params['id'] ?? ''), 'template with this id');
      const { category, isNotice } = call.parse(
        z.strictObject({ category: z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']), isNotice: z.boolean().default(false) }),
      );
      emulator.templateReview.setCategory(template, category, isNotice);
      emulator.outbox.flush();
      return { json: template };
    },
  },
  {
    method: 'POST',
    path: '/emulator/templates/:id/components',
    handle(call) {
      const { emulator, params } = call;
      const template = found(emulator.world.templates.get(params['id'] ?? ''), 'template with this id');
      const { components } = call.parse(z.strictObject({ components: z.array(z.looseObject({ type: z.string() })).min(1) }));
      emulator.templateReview.setComponents(template, components);
      emulator.outbox.flush();
      return { json: template };
    },
  },
];
