import type { Message } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** One moment in the life of a message. */
export interface StoryStep {
  key: string;
  label: MessageDescriptor;
  at: string;
}

/**
 * What happened to a message and when, oldest first; moments that were never reported are left out. WhatsApp tells whole
 * seconds; within one the order is that of the states.
 */
export function storySteps(
  message: Pick<Message, 'direction' | 'states' | 'occurred_at' | 'created_at' | 'edited_at' | 'revoked_at' | 'scheduled_at'>,
): StoryStep[] {
  const { states } = message;
  const found: [string, MessageDescriptor, string | null][] =
    message.direction === 'in'
      ? [
          ['written', msg`Written by the customer`, message.occurred_at],
          ['received', msg`Received here`, message.created_at],
          ['edited', msg`Changed by the customer`, message.edited_at],
          ['revoked', msg`Deleted by the customer`, message.revoked_at],
        ]
      : [
          ['queued', msg`Accepted`, states.queued_at ?? message.created_at],
          ['scheduled', msg`Planned for`, message.scheduled_at],
          ['sending', msg`Handed to WhatsApp`, states.sending_at],
          ['sent', msg`Sent`, states.sent_at],
          ['delivered', msg`Delivered to the phone`, states.delivered_at],
          ['read', msg`Read`, states.read_at],
          ['played', msg`Played`, states.played_at],
          ['failed', msg`Failed`, states.failed_at],
          ['cancelled', msg`Cancelled`, states.cancelled_at],
          ['edited', msg`Changed`, message.edited_at],
          ['revoked', msg`Deleted`, message.revoked_at],
        ];
  return found.flatMap(([key, label, at]) => (at === null ? [] : [{ key, label, at }])).sort((a, b) => second(a) - second(b));
}

function second({ at }: StoryStep): number {
  return Math.floor(Date.parse(at) / 1000);
}
