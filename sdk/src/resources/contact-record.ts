import type {
  Attribute,
  AttributeUsage,
  ContactCount,
  CreateAttributeRequest,
  CreateSegmentRequest,
  CreateStageRequest,
  CreateTagRequest,
  MergeTagRequest,
  OrderAttributesRequest,
  OrderStagesRequest,
  RemoveStageQuery,
  Segment,
  Stage,
  Tag,
  UpdateAttributeRequest,
  UpdateSegmentRequest,
  UpdateStageRequest,
  UpdateTagRequest,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

type All<T> = { data: T[] };

/** Attributes that a workspace defines for its contacts. */
export function createAttributes(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<All<Attribute>>({ method: 'GET', path: '/v1/attributes', ...options }),
    create: (body: Input<typeof CreateAttributeRequest>, options?: CallOptions) =>
      http.json<Attribute>({ method: 'POST', path: '/v1/attributes', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateAttributeRequest>, options?: CallOptions) =>
      http.json<Attribute>({ method: 'PATCH', path: pathOf`/v1/attributes/${id}`, json: body, ...options }),
    /** What a removal would delete. */
    usage: (id: string, options?: CallOptions) =>
      http.json<AttributeUsage>({ method: 'GET', path: pathOf`/v1/attributes/${id}/usage`, ...options }),
    /** Cannot be undone. */
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/attributes/${id}`, ...options }),
    order: (body: Input<typeof OrderAttributesRequest>, options?: CallOptions) =>
      http.json<All<Attribute>>({ method: 'PUT', path: '/v1/attributes/order', json: body, ...options }),
  };
}

/** Steps of the way a contact goes. */
export function createStages(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<All<Stage>>({ method: 'GET', path: '/v1/stages', ...options }),
    create: (body: Input<typeof CreateStageRequest>, options?: CallOptions) =>
      http.json<Stage>({ method: 'POST', path: '/v1/stages', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateStageRequest>, options?: CallOptions) =>
      http.json<Stage>({ method: 'PATCH', path: pathOf`/v1/stages/${id}`, json: body, ...options }),
    remove: (id: string, query?: Query<RemoveStageQuery>, options?: CallOptions) =>
      http.done({ method: 'DELETE', path: pathOf`/v1/stages/${id}`, query, ...options }),
    order: (body: Input<typeof OrderStagesRequest>, options?: CallOptions) =>
      http.json<All<Stage>>({ method: 'PUT', path: '/v1/stages/order', json: body, ...options }),
  };
}

/** Labels for contacts and conversations. */
export function createTags(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<All<Tag>>({ method: 'GET', path: '/v1/tags', ...options }),
    create: (body: Input<typeof CreateTagRequest>, options?: CallOptions) =>
      http.json<Tag>({ method: 'POST', path: '/v1/tags', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateTagRequest>, options?: CallOptions) =>
      http.json<Tag>({ method: 'PATCH', path: pathOf`/v1/tags/${id}`, json: body, ...options }),
    merge: (id: string, body: Input<typeof MergeTagRequest>, options?: CallOptions) =>
      http.json<Tag>({ method: 'POST', path: pathOf`/v1/tags/${id}/merge`, json: body, ...options }),
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/tags/${id}`, ...options }),
  };
}

/** Saved filters of contacts. */
export function createSegments(http: Transport) {
  return {
    list: (options?: CallOptions) => http.json<All<Segment>>({ method: 'GET', path: '/v1/segments', ...options }),
    get: (id: string, options?: CallOptions) => http.json<Segment>({ method: 'GET', path: pathOf`/v1/segments/${id}`, ...options }),
    create: (body: Input<typeof CreateSegmentRequest>, options?: CallOptions) =>
      http.json<Segment>({ method: 'POST', path: '/v1/segments', json: body, ...options }),
    update: (id: string, body: Input<typeof UpdateSegmentRequest>, options?: CallOptions) =>
      http.json<Segment>({ method: 'PATCH', path: pathOf`/v1/segments/${id}`, json: body, ...options }),
    count: (id: string, options?: CallOptions) =>
      http.json<ContactCount>({ method: 'GET', path: pathOf`/v1/segments/${id}/count`, ...options }),
    remove: (id: string, options?: CallOptions) => http.done({ method: 'DELETE', path: pathOf`/v1/segments/${id}`, ...options }),
  };
}
