import type {
  AddSignInDomainRequest,
  PutSingleSignOnProviderRequest,
  SignInDomain,
  SingleSignOn,
  UpdateSingleSignOnOnlyRequest,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** Sign-in of members at the company's own provider. For owners; changes answer `step_up_required` without a fresh factor. */
export function createSingleSignOn(http: Transport) {
  const path = '/v1/workspace/single-sign-on';
  return {
    get: (options?: CallOptions) => http.json<SingleSignOn>({ method: 'GET', path, ...options }),
    /** Sets the provider, which is asked first. Errors: `provider_unusable`, `conflict` while it is the only way in. */
    put: (body: Input<typeof PutSingleSignOnProviderRequest>, options?: CallOptions) =>
      http.json<SingleSignOn>({ method: 'PUT', path, json: body, ...options }),
    remove: (options?: CallOptions) => http.done({ method: 'DELETE', path, ...options }),
    /** Makes it the only way in, or one of several. Errors: `provider_unusable`, `second_factor_required`. */
    setOnly: (body: Input<typeof UpdateSingleSignOnOnlyRequest>, options?: CallOptions) =>
      http.done({ method: 'PUT', path: `${path}/only`, json: body, ...options }),
    /** Adds a domain; its `record` has to be put into DNS. Errors: `conflict`. */
    addDomain: (body: Input<typeof AddSignInDomainRequest>, options?: CallOptions) =>
      http.json<SignInDomain>({ method: 'POST', path: `${path}/domains`, json: body, ...options }),
    /** Asks DNS. Errors: `domain_not_proved`, `domain_taken`. */
    verifyDomain: (id: string, options?: CallOptions) =>
      http.json<SignInDomain>({ method: 'POST', path: pathOf`/v1/workspace/single-sign-on/domains/${id}/verify`, ...options }),
    removeDomain: (id: string, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/workspace/single-sign-on/domains/${id}`, ...options }),
  };
}
