import { z } from 'zod';
import { ConversationFilter } from './conversations.ts';
import { idSchema } from './ids.ts';
import { Timestamp } from './pagination.ts';
import { DisplayName } from './workspaces.ts';

/** A filter of the inbox with a name: for the member who made it, or shared with the workspace. */
export const SavedView = z.object({
  id: idSchema('view'),
  name: z.string(),
  filter: ConversationFilter,
  is_shared: z.boolean(),
  owner_id: idSchema('member').nullable().describe('Null when it is shared'),
  created_at: Timestamp,
});
export type SavedView = z.infer<typeof SavedView>;

/** Answer of `GET /v1/views`: shared ones first, each part in its order. At most 100 of each. */
export const SavedViewList = z.object({ data: z.array(SavedView) });
export type SavedViewList = z.infer<typeof SavedViewList>;

/** A shared view needs the permission `inbox:configure`, and is the only kind that an API key can make. */
export const CreateViewRequest = z.strictObject({ name: DisplayName, filter: ConversationFilter, is_shared: z.boolean().default(false) });
export type CreateViewRequest = z.infer<typeof CreateViewRequest>;

export const UpdateViewRequest = z.strictObject({ name: DisplayName.optional(), filter: ConversationFilter.optional() });
export type UpdateViewRequest = z.infer<typeof UpdateViewRequest>;

/** Body of `PUT /v1/views/order`: ids in their new order; views that are left out come behind, as they were. */
export const OrderViewsRequest = z.strictObject({ view_ids: z.array(idSchema('view')).max(200) });
export type OrderViewsRequest = z.infer<typeof OrderViewsRequest>;
