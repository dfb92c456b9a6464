import type { ImportStatus } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** States of an import in words. */
export const importStatusWords: Readonly<Record<ImportStatus, MessageDescriptor>> = {
  draft: msg`Not started yet`,
  queued: msg`About to start`,
  running: msg`Running`,
  paused: msg`Paused`,
  done: msg`Done`,
  failed: msg`Stopped by an error`,
  cancelled: msg`Cancelled`,
  undoing: msg`Being undone`,
  undone: msg`Undone`,
};

/** How a state is coloured; the words stand beside it. */
export const importStatusTone: Readonly<Record<ImportStatus, 'neutral' | 'info' | 'good' | 'warn' | 'bad'>> = {
  draft: 'neutral',
  queued: 'info',
  running: 'info',
  paused: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
  undoing: 'info',
  undone: 'neutral',
};

/** States that change by themselves. */
export function isMoving(status: ImportStatus): boolean {
  return status === 'queued' || status === 'running' || status === 'undoing';
}
