import type { Emulator } from '../emulator.ts';
import { requireNumber } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { pageOf } from './fields.ts';
import { GraphError, graphErrorBody, tableError } from './graph-error.ts';

function usersOf(call: GraphCall): string[] {
  const list = call.params['block_users'];
  if (!Array.isArray(list) || list.length === 0) throw new GraphError(100, 'Invalid parameter', { details: 'block_users must be a list' });
  return list.map((entry: unknown) => (typeof entry === 'object' && entry !== null && 'user' in entry ? String(entry.user) : ''));
}

/**
 * `GET`, `POST` and `DELETE /{phone}/block_users`. Only people who wrote in the last 24 hours can be blocked; a mixed result is
 * HTTP 400 with both lists and error 139100.
 * Source: Meta for Developers, "Block users", 2025-11. The key of the unblock answer differs between sources; both are sent.
 */
export function blockUsers(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const { world, windows } = emulator;
  const number = requireNumber(world, call.token, id, 'whatsapp_business_messaging');
  if (call.method === 'GET') {
    const blocked = world
      .listCustomers()
      .filter((customer) => world.numberState(customer, id).isBlockedByBusiness)
      .map((customer) => ({
        messaging_product: 'whatsapp',
        ...(customer.waId === null ? { user_id: customer.userId } : { wa_id: customer.waId }),
      }));
    return { json: pageOf(blocked, call.query, `${call.baseUrl}/v${call.version}.0/${id}/block_users`) };
  }
  const isBlock = call.method === 'POST';
  const done: Record<string, unknown>[] = [];
  const failed: Record<string, unknown>[] = [];
  for (const input of usersOf(call)) {
    const customer = world.customerByPhone(input) ?? world.customerByUserId(input);
    if (!customer || (isBlock && !windows.isOpen(number.id, customer.id))) {
      failed.push({
        input,
        ...(customer?.waId ? { wa_id: customer.waId } : {}),
        errors: [
          {
            message: 'Failed to block or unblock users',
            code: 139100,
            error_data: { details: 'The person has not written in the last 24 hours' },
          },
        ],
      });
      continue;
    }
    world.setNumberState(customer, number.id, { isBlockedByBusiness: isBlock });
    done.push({ input, ...(customer.waId === null ? { user_id: customer.userId } : { wa_id: customer.waId }) });
  }
  const lists = isBlock ? { added_users: done } : { removed_users: done, added_users: done };
  if (failed.length === 0) return { json: { messaging_product: 'whatsapp', block_users: lists } };
  return {
    httpStatus: 400,
    json: {
      messaging_product: 'whatsapp',
      block_users: { ...lists, failed_users: failed },
      ...graphErrorBody(tableError(139100, 'Failed to block or unblock some users'), 'ABlockUsers00'),
    },
  };
}
