import type {
  AnnounceProcessorResponse,
  CreateProcessorRequest,
  CreateTransferRequest,
  EgressList,
  Processor,
  ProcessorRegister,
  RecipientList,
  Transfer,
  UpdateProcessorRequest,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Output } from '../wire-types.ts';

/** Who receives data: what a workspace sees, and the register that the operator of the installation keeps. */
export function createRecipients(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<RecipientList>({ method: 'GET', path: '/v1/recipients', ...options }),
    /** For people who run the installation. */
    register: {
      get: (options?: CallOptions) => http.json<ProcessorRegister>({ method: 'GET', path: '/v1/operator/processors', ...options }),
      add: (body: Input<typeof CreateProcessorRequest>, options?: CallOptions) =>
        http.json<Processor>({ method: 'POST', path: '/v1/operator/processors', json: body, ...options }),
      update: (id: string, body: Input<typeof UpdateProcessorRequest>, options?: CallOptions) =>
        http.json<Processor>({ method: 'PATCH', path: pathOf`/v1/operator/processors/${id}`, json: body, ...options }),
      announce: (id: string, options?: CallOptions) =>
        http.json<Output<typeof AnnounceProcessorResponse>>({
          method: 'POST',
          path: pathOf`/v1/operator/processors/${id}/announce`,
          ...options,
        }),
      activate: (id: string, options?: CallOptions) =>
        http.json<Processor>({ method: 'POST', path: pathOf`/v1/operator/processors/${id}/activate`, ...options }),
      end: (id: string, options?: CallOptions) =>
        http.json<Processor>({ method: 'POST', path: pathOf`/v1/operator/processors/${id}/end`, ...options }),
      addTransfer: (body: Input<typeof CreateTransferRequest>, options?: CallOptions) =>
        http.json<Transfer>({ method: 'POST', path: '/v1/operator/transfers', json: body, ...options }),
      endTransfer: (id: string, options?: CallOptions) =>
        http.done({ method: 'POST', path: pathOf`/v1/operator/transfers/${id}/end`, ...options }),
      connections: (options?: CallOptions) =>
        http.json<Output<typeof EgressList>>({ method: 'GET', path: '/v1/operator/egress', ...options }),
    },
  };
}
