// What tests, benchmarks and the quick start use: a typed client of the control API, and a way to start the program.
export { createEmulatorControl, EmulatorControlError } from './emulator-control.ts';
export type { AccountEvent, ConnectionInfo, EmulatorControl, InboundMessageInput, MessageReference } from './emulator-control.ts';
export { startEmulator } from './start-emulator.ts';
export type { EmulatorProcess } from './start-emulator.ts';
export { defaultBehaviours } from './behaviours.ts';
export type { Behaviours, BehavioursPatch } from './behaviours.ts';
export type { ChatMessage, Mail } from './customers/chat-types.ts';
export type { LedgerMessage } from './store/ledger.ts';
export type { WebhookRecord } from './webhooks/deliverer.ts';
