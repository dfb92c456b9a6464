import type {
  AcceptNoticeRequest,
  NoticeDraft,
  NoticeForMe,
  NoticeVersionDetail,
  PublicNotice,
  PublishNoticeRequest,
  UpdateNoticeFactsRequest,
} from '@kabar/contract';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input } from '../wire-types.ts';

/** The notice of a workspace: what could be said now, what was published, and what account holders accept. */
export function createNotices(http: Transport) {
  return {
    /** As it would be published now, with what is missing and what changed. */
    draft: (options?: CallOptions) => http.json<NoticeDraft>({ method: 'GET', path: '/v1/notice', ...options }),
    setFacts: (body: Input<typeof UpdateNoticeFactsRequest>, options?: CallOptions) =>
      http.json<NoticeDraft>({ method: 'PATCH', path: '/v1/notice/facts', json: body, ...options }),
    publish: (body: Input<typeof PublishNoticeRequest>, options?: CallOptions) =>
      http.json<NoticeVersionDetail>({ method: 'POST', path: '/v1/notice/versions', json: body, ...options }),
    version: (id: string, options?: CallOptions) =>
      http.json<NoticeVersionDetail>({ method: 'GET', path: pathOf`/v1/notice/versions/${id}`, ...options }),
    /** What the signed-in person should know of the installation's notice. */
    forMe: (options?: CallOptions) => http.json<NoticeForMe>({ method: 'GET', path: '/v1/me/notice', ...options }),
    accept: (body: Input<typeof AcceptNoticeRequest>, options?: CallOptions) =>
      http.json<NoticeForMe>({ method: 'POST', path: '/v1/me/notice', json: body, ...options }),
    /** Which notice counts for people who sign up. */
    current: (options?: CallOptions) => http.json<PublicNotice>({ method: 'GET', path: '/v1/legal/notice', ...options }),
  };
}

/** The notice of the installation itself; for operators. */
export function createOperatorNotices(http: Transport) {
  return {
    draft: (options?: CallOptions) => http.json<NoticeDraft>({ method: 'GET', path: '/v1/operator/notice', ...options }),
    setFacts: (body: Input<typeof UpdateNoticeFactsRequest>, options?: CallOptions) =>
      http.json<NoticeDraft>({ method: 'PATCH', path: '/v1/operator/notice/facts', json: body, ...options }),
    publish: (body: Input<typeof PublishNoticeRequest>, options?: CallOptions) =>
      http.json<NoticeVersionDetail>({ method: 'POST', path: '/v1/operator/notice/versions', json: body, ...options }),
    version: (id: string, options?: CallOptions) =>
      http.json<NoticeVersionDetail>({ method: 'GET', path: pathOf`/v1/operator/notice/versions/${id}`, ...options }),
  };
}
