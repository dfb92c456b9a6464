import type { Message, MessageStatus } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** Each state in words a person understands. */
export const statusWords: Readonly<Record<MessageStatus, MessageDescriptor>> = {
  queued: msg`Waiting to be sent`,
  held: msg`On hold`,
  skipped: msg`Not sent`,
  sending: msg`Sending`,
  unknown: msg`Outcome unknown`,
  sent: msg`Sent`,
  delivered: msg`Delivered`,
  read: msg`Read`,
  failed: msg`Failed`,
  cancelled: msg`Cancelled`,
  received: msg`Received`,
};

/** How loud a state is: quiet ones are ticks only, the others are said in words below the message. */
export function statusTone(message: Pick<Message, 'status'>): 'quiet' | 'warn' | 'bad' | 'muted' {
  switch (message.status) {
    case 'failed':
    case 'skipped':
      return 'bad';
    case 'held':
    case 'unknown':
      return 'warn';
    case 'cancelled':
      return 'muted';
    default:
      return 'quiet';
  }
}
