import type { BusinessTransfer, BusinessTransferBanner, BusinessTransferList, CreateBusinessTransferRequest } from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output } from '../wire-types.ts';

/** The business that runs the installation changes hands: told before and after. */
export function createBusinessTransfers(http: Transport) {
  return {
    /** What everybody who is signed in is told now. */
    banner: (options?: CallOptions) => http.json<BusinessTransferBanner>({ method: 'GET', path: '/v1/business-transfer', ...options }),
    list: (options?: CallOptions) =>
      http.json<Output<typeof BusinessTransferList>>({ method: 'GET', path: '/v1/operator/business-transfers', ...options }),
    record: (body: Input<typeof CreateBusinessTransferRequest>, options?: CallOptions) =>
      http.json<BusinessTransfer>({ method: 'POST', path: '/v1/operator/business-transfers', json: body, ...options }),
    announce: (id: string, options?: CallOptions) =>
      http.json<BusinessTransfer>({ method: 'POST', path: pathOf`/v1/operator/business-transfers/${id}/announce`, ...options }),
    complete: (id: string, options?: CallOptions) =>
      http.json<BusinessTransfer>({ method: 'POST', path: pathOf`/v1/operator/business-transfers/${id}/complete`, ...options }),
    cancel: (id: string, options?: CallOptions) =>
      http.json<BusinessTransfer>({ method: 'POST', path: pathOf`/v1/operator/business-transfers/${id}/cancel`, ...options }),
  };
}
