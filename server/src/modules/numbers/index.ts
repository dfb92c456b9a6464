export { createConnections, type Connections, type NumberConnection, type WebhookAccount } from './connections.ts';
export type { Endpoints, NumbersContext } from './numbers-context.ts';
