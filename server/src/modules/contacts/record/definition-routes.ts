import {
  Attribute,
  AttributeUsage,
  CreateAttributeRequest,
  CreateStageRequest,
  CreateTagRequest,
  idSchema,
  MergeTagRequest,
  OrderAttributesRequest,
  OrderStagesRequest,
  RemoveStageQuery,
  Stage,
  Tag,
  UpdateAttributeRequest,
  UpdateStageRequest,
  UpdateTagRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import type { ContactsContext } from '../contacts-context.ts';
import { uuidOf } from './acting.ts';
import { changeAttribute, countAttributeUsage, createAttribute, listAttributes, orderAttributes, removeAttribute } from './attributes.ts';
import { createStage, listStages, orderStages, removeStage, renameStage } from './stages.ts';
import { changeTag, createTag, listTags, mergeTags, removeTag } from './tags.ts';

/** Routes of what a workspace defines about its contacts: attributes, stages, tags. */
export function attributeRoutes(ctx: ContactsContext): Route[] {
  return [...definedAttributes(ctx), ...stageRoutes(ctx), ...tagRoutes(ctx)];
}

function definedAttributes(ctx: ContactsContext): Route[] {
  const tag = 'Attributes';
  const params = z.object({ id: idSchema('attribute') });
  const common = { tag, auth: 'workspace', permission: 'contacts:manage' } as const;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/attributes',
      summary: 'List attributes',
      permission: 'contacts:read',
      responses: { 200: z.object({ data: z.array(Attribute) }) },
      handler: async ({ actor }) => ({ data: await listAttributes(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/attributes',
      summary: 'Define an attribute',
      description: 'At most 100 in a workspace. Type, key and sensitivity never change.',
      body: CreateAttributeRequest,
      responses: { 201: Attribute },
      handler: ({ actor, body }) => createAttribute(ctx, actor, body),
    }),
    defineRoute({
      ...common,
      method: 'PATCH',
      path: '/v1/attributes/:id',
      summary: 'Change an attribute',
      description: 'Label and choices. A choice that a contact still has cannot go: `in_use`.',
      params,
      body: UpdateAttributeRequest,
      responses: { 200: Attribute },
      handler: ({ actor, params: { id }, body }) => changeAttribute(ctx, actor, uuidOf('attribute', id), body),
    }),
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/attributes/:id/usage',
      summary: 'Count what an attribute holds',
      description: 'What its removal would delete.',
      params,
      responses: { 200: AttributeUsage },
      handler: ({ actor, params: { id } }) => countAttributeUsage(ctx, actor.workspaceId, uuidOf('attribute', id)),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/attributes/:id',
      summary: 'Remove an attribute',
      description: 'It is gone at once; its values are deleted in the background. Cannot be undone.',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => removeAttribute(ctx, actor, uuidOf('attribute', id)),
    }),
    defineRoute({
      ...common,
      method: 'PUT',
      path: '/v1/attributes/order',
      summary: 'Order attributes',
      body: OrderAttributesRequest,
      responses: { 200: z.object({ data: z.array(Attribute) }) },
      handler: async ({ actor, body }) => ({
        data: await orderAttributes(
          ctx,
          actor,
          body.ids.map((id) => uuidOf('attribute', id)),
        ),
      }),
    }),
  ];
}

function stageRoutes(ctx: ContactsContext): Route[] {
  const tag = 'Stages';
  const params = z.object({ id: idSchema('stage') });
  const common = { tag, auth: 'workspace', permission: 'contacts:manage' } as const;
  const list = z.object({ data: z.array(Stage) });
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/stages',
      summary: 'List lifecycle stages',
      permission: 'contacts:read',
      responses: { 200: list },
      handler: async ({ actor }) => ({ data: await listStages(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/stages',
      summary: 'Add a stage',
      body: CreateStageRequest,
      responses: { 201: Stage },
      handler: ({ actor, body }) => createStage(ctx, actor, body.name),
    }),
    defineRoute({
      ...common,
      method: 'PATCH',
      path: '/v1/stages/:id',
      summary: 'Rename a stage',
      params,
      body: UpdateStageRequest,
      responses: { 200: Stage },
      handler: ({ actor, params: { id }, body }) => renameStage(ctx, actor, uuidOf('stage', id), body.name),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/stages/:id',
      summary: 'Remove a stage',
      description: 'Its contacts go to `move_to`, or have no stage. The last stage stays.',
      params,
      query: RemoveStageQuery,
      responses: { 204: null },
      handler: ({ actor, params: { id }, query }) =>
        removeStage(ctx, actor, uuidOf('stage', id), query.move_to === undefined ? null : uuidOf('stage', query.move_to)),
    }),
    defineRoute({
      ...common,
      method: 'PUT',
      path: '/v1/stages/order',
      summary: 'Order stages',
      body: OrderStagesRequest,
      responses: { 200: list },
      handler: async ({ actor, body }) => ({
        data: await orderStages(
          ctx,
          actor,
          body.ids.map((id) => uuidOf('stage', id)),
        ),
      }),
    }),
  ];
}

function tagRoutes(ctx: ContactsContext): Route[] {
  const tag = 'Tags';
  const params = z.object({ id: idSchema('tag') });
  const common = { tag, auth: 'workspace', permission: 'contacts:manage' } as const;
  return [
    defineRoute({
      ...common,
      method: 'GET',
      path: '/v1/tags',
      summary: 'List tags',
      description: 'One set of tags serves contacts and conversations.',
      permission: 'contacts:read',
      responses: { 200: z.object({ data: z.array(Tag) }) },
      handler: async ({ actor }) => ({ data: await listTags(ctx, actor.workspaceId) }),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/tags',
      summary: 'Create a tag',
      body: CreateTagRequest,
      responses: { 201: Tag },
      handler: ({ actor, body }) => createTag(ctx, actor, body),
    }),
    defineRoute({
      ...common,
      method: 'PATCH',
      path: '/v1/tags/:id',
      summary: 'Rename or recolour a tag',
      params,
      body: UpdateTagRequest,
      responses: { 200: Tag },
      handler: ({ actor, params: { id }, body }) => changeTag(ctx, actor, uuidOf('tag', id), body),
    }),
    defineRoute({
      ...common,
      method: 'POST',
      path: '/v1/tags/:id/merge',
      summary: 'Merge a tag into another',
      description: 'Contacts and conversations with this tag get the other; this one goes.',
      params,
      body: MergeTagRequest,
      responses: { 200: Tag },
      handler: ({ actor, params: { id }, body }) => mergeTags(ctx, actor, uuidOf('tag', id), uuidOf('tag', body.into)),
    }),
    defineRoute({
      ...common,
      method: 'DELETE',
      path: '/v1/tags/:id',
      summary: 'Delete a tag',
      params,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => removeTag(ctx, actor, uuidOf('tag', id)),
    }),
  ];
}
