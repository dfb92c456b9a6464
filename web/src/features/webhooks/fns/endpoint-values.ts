import type { WebhookEndpoint } from '@kabar/contract';
import type { EndpointChange, NewEndpoint } from '../api/mutations.ts';

/** What the form of an endpoint holds. `headers` is one `Name: value` per line; null: those that are stored stay. */
export interface EndpointValues {
  url: string;
  description: string;
  event_types: string[];
  format: WebhookEndpoint['format'];
  payload: WebhookEndpoint['payload'];
  ordering: WebhookEndpoint['ordering'];
  signature: WebhookEndpoint['signature'];
  headers: string | null;
  max_in_flight: number | null;
  rate_per_second: number | null;
  verify_token: string;
}

/** What the form begins with. */
export function endpointValues(endpoint: WebhookEndpoint | null): EndpointValues {
  return {
    url: endpoint?.url ?? '',
    description: endpoint?.description ?? '',
    event_types: endpoint?.event_types ?? ['message.*'],
    format: endpoint?.format ?? 'kabar',
    payload: endpoint?.payload ?? 'thin',
    ordering: endpoint?.ordering ?? 'none',
    signature: endpoint?.signature ?? 'hmac',
    headers: endpoint && endpoint.header_names.length > 0 ? null : '',
    max_in_flight: endpoint?.max_in_flight ?? 10,
    rate_per_second: endpoint?.rate_per_second ?? null,
    verify_token: '',
  };
}

/** Headers from lines of `Name: value`; null where a line is none. Empty lines do not count. */
export function readHeaders(text: string): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    headers[name] = value;
  }
  return headers;
}

function shared(values: EndpointValues) {
  const headers = values.headers === null ? null : readHeaders(values.headers);
  const token = values.verify_token.trim();
  return {
    url: values.url.trim(),
    description: values.description.trim(),
    event_types: values.event_types,
    payload: values.payload,
    ordering: values.ordering,
    ...(headers === null ? {} : { headers }),
    ...(values.max_in_flight === null ? {} : { max_in_flight: values.max_in_flight }),
    rate_per_second: values.rate_per_second,
    ...(values.format === 'meta' && token !== '' ? { verify_token: token } : {}),
  };
}

/** The request that makes an endpoint from the form. */
export function newEndpoint(values: EndpointValues): NewEndpoint {
  // What WhatsApp's own webhooks carry and how they are signed is fixed.
  const isMeta = values.format === 'meta';
  return { ...shared(values), format: values.format, signature: isMeta ? 'hmac' : values.signature };
}

/** The request that changes an endpoint to what the form holds; its format and signature are fixed. */
export function endpointChange(values: EndpointValues): EndpointChange {
  return shared(values);
}
