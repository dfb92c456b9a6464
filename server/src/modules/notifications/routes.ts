import {
  idSchema,
  ListNotificationsQuery,
  MarkNotificationsReadRequest,
  Notification,
  NotificationCount,
  NotificationPreferences,
  pageOf,
  UpdateNotificationPreferencesRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import { countNotifications, listNotifications } from './list-notifications.ts';
import { markNotification, markNotifications } from './mark-notifications.ts';
import type { NotificationsContext } from './notifications-context.ts';
import { getPreferences, setPreferences } from './preferences.ts';

const shared = { tag: 'Notifications', auth: 'workspace', permission: 'conversations:read' } as const;

/** Routes of one's own notifications. */
export function notificationsRoutes(ctx: NotificationsContext): Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/notifications',
      summary: 'List your notifications',
      description: 'Newest first. They belong to a member; an API key has none.',
      query: ListNotificationsQuery,
      responses: { 200: pageOf(Notification) },
      handler: ({ actor, query }) => listNotifications(ctx, actor, query),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/notifications/unread-count',
      summary: 'Count your unread notifications',
      responses: { 200: NotificationCount },
      handler: ({ actor }) => countNotifications(ctx, actor),
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path: '/v1/notifications/read',
      whileClosing: true,
      summary: 'Mark your notifications as read',
      description: 'All of them, those of one conversation, or one and all before it.',
      body: MarkNotificationsReadRequest,
      responses: { 204: null },
      handler: ({ actor, body }) => markNotifications(ctx, actor, body),
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path: '/v1/notifications/:id/read',
      whileClosing: true,
      summary: 'Mark one notification as read',
      params: z.object({ id: idSchema('notification') }),
      responses: { 204: null },
      handler: ({ actor, params }) => markNotification(ctx, actor, params.id),
    }),
    defineRoute({
      ...shared,
      method: 'GET',
      path: '/v1/notification-preferences',
      summary: 'See what you are told of',
      responses: { 200: NotificationPreferences },
      handler: ({ actor }) => getPreferences(ctx, actor),
    }),
    defineRoute({
      ...shared,
      method: 'PATCH',
      path: '/v1/notification-preferences',
      summary: 'Choose what you are told of',
      body: UpdateNotificationPreferencesRequest,
      responses: { 200: NotificationPreferences },
      handler: ({ actor, body }) => setPreferences(ctx, actor, body),
    }),
  ];
}
