import { toPublicId, newUuid } from '../ids.ts';
import type { NewEvent } from './append-events.ts';

/** An invented event of a workspace, for tests. */
export function inventEvent(workspaceId: string, type = 'message.created'): NewEvent {
  return { workspaceId, type, data: { message_id: toPublicId('msg', newUuid()) }, occurredAt: new Date() };
}
