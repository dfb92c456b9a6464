export { applyChanges, applyPendingChanges, sweepPendingChanges, type MessageChange } from './apply-changes.ts';
export { applyPendingStatuses, applyStatuses, sweepPendingStatuses, type ChangedMessage, type StatusUpdate } from './apply-statuses.ts';
export { deleteOldPendingChanges } from './inbound.sql.ts';
export { deleteOldPendingStatuses } from './statuses.sql.ts';
export { moveMessages } from './move-messages.ts';
export { storeInbound, type InboundMessage } from './store-inbound.ts';
export { listMessages, loadMessages, type MessageReader } from './list-messages.ts';
export { presentMessage, previewOf } from './present-message.ts';
export { openContent } from './stored-content.ts';
