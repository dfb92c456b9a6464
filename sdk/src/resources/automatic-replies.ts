import type { AutomaticReplySettings, AwayMessage, PreviewAwayMessageRequest, PreviewAwayMessageResponse } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** What a customer gets who writes outside the working hours. */
export function createAutomaticReplies(http: Transport) {
  return {
    /** Of the workspace and of the numbers that have their own. */
    get: (options?: CallOptions) => http.json<AutomaticReplySettings>({ method: 'GET', path: '/v1/automatic-replies', ...options }),
    update: (body: Input<typeof AwayMessage>, options?: CallOptions) =>
      http.json<AutomaticReplySettings>({ method: 'PUT', path: '/v1/automatic-replies', json: body, ...options }),
    updateNumber: (numberId: string, body: Input<typeof AwayMessage>, options?: CallOptions) =>
      http.json<AutomaticReplySettings>({ method: 'PUT', path: pathOf`/v1/automatic-replies/numbers/${numberId}`, json: body, ...options }),
    /** It follows the workspace again. */
    removeNumber: (numberId: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/automatic-replies/numbers/${numberId}`, ...options }),
    /** As a customer would read it now. Nothing is stored or sent. */
    preview: (body: Input<typeof PreviewAwayMessageRequest>, options?: CallOptions) =>
      http.json<PreviewAwayMessageResponse>({ method: 'POST', path: '/v1/automatic-replies/preview', json: body, reads: true, ...options }),
  };
}
