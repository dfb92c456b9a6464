import type { Egress, EgressAnswer } from '#platform/egress/egress';

/** Makes one request to WhatsApp and never repeats it. Never rejects. One pool of connections per origin lies behind it. */
export type Transport = Egress['request'];

/** An answer with its status, or none; `wasSent` false means that provably no byte of the request left. */
export type TransportAnswer = EgressAnswer;
