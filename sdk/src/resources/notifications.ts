import type {
  ListNotificationsQuery,
  MarkNotificationsReadRequest,
  Notification,
  NotificationCount,
  NotificationPreferences,
  Page,
  UpdateNotificationPreferencesRequest,
} from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Input, Query } from '../wire-types.ts';

/** What one is told of. An API key is told of nothing. */
export function createNotifications(http: Transport) {
  const list = (query?: Query<ListNotificationsQuery>, options?: CallOptions) =>
    http.json<Page<Notification>>({ method: 'GET', path: '/v1/notifications', query, ...options });
  return {
    /** Newest first. */
    list,
    each: (query?: Query<ListNotificationsQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** How many are not read; 100 means 100 or more. */
    unreadCount: (options?: CallOptions) =>
      http.json<NotificationCount>({ method: 'GET', path: '/v1/notifications/unread-count', ...options }),
    markRead: (id: string, options?: CallOptions) => http.done({ method: 'POST', path: pathOf`/v1/notifications/${id}/read`, ...options }),
    /** All, those of one conversation, or one and all before it. */
    markAllRead: (body: Input<typeof MarkNotificationsReadRequest> = {}, options?: CallOptions) =>
      http.done({ method: 'POST', path: '/v1/notifications/read', json: body, ...options }),
    preferences: (options?: CallOptions) =>
      http.json<NotificationPreferences>({ method: 'GET', path: '/v1/notification-preferences', ...options }),
    updatePreferences: (body: Input<typeof UpdateNotificationPreferencesRequest>, options?: CallOptions) =>
      http.json<NotificationPreferences>({ method: 'PATCH', path: '/v1/notification-preferences', json: body, ...options }),
  };
}
