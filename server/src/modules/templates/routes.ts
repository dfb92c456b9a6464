import {
  CreateTemplateDraftRequest,
  CreateTemplateRequest,
  DeleteTemplateQuery,
  DeleteTemplateResponse,
  DuplicateTemplateRequest,
  idSchema,
  ListTemplatesQuery,
  pageOf,
  PageQuery,
  SyncTemplatesResponse,
  Template,
  TemplateChange,
  TemplateDraft,
  TemplateGroup,
  TemplateUsage,
  TemplateUsageQuery,
  UpdateTemplateDraftRequest,
  UpdateTemplateRequest,
} from '@kabar/contract';
import { z } from 'zod';
import { defineRoute, type Route } from '#platform/http/route';
import { changeDraft, createDraft, deleteDraft, duplicateTemplate, getDraft, listDrafts, submitDraft, uuidOf } from './drafts.ts';
import { getTemplateUsage } from './get-usage.ts';
import { getTemplate, listTemplateChanges, listTemplateGroups, listTemplates } from './list-templates.ts';
import { createTemplate, deleteTemplate, editTemplate, unpauseTemplate } from './submit-template.ts';
import { syncTemplatesOfNumber } from './sync-templates.ts';
import type { TemplatesContext } from './templates-context.ts';

const tag = 'Templates';
const params = z.object({ id: idSchema('template') });
const draftParams = z.object({ id: idSchema('templateDraft') });

/** Routes of templates. */
export function templatesRoutes(ctx: TemplatesContext): Route[] {
  return [...readingRoutes(ctx), ...writingRoutes(ctx), ...draftRoutes(ctx)];
}

function readingRoutes(ctx: TemplatesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/templates',
      summary: 'List templates',
      description: 'By name and language, as WhatsApp knows them. Deleted ones only with `status=deleted`.',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      query: ListTemplatesQuery,
      responses: { 200: pageOf(Template) },
      handler: ({ actor, query }) => listTemplates(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/template-groups',
      summary: 'List names of templates',
      description: 'Each with all its languages, when one of them fits the filter.',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      query: ListTemplatesQuery,
      responses: { 200: pageOf(TemplateGroup) },
      handler: ({ actor, query }) => listTemplateGroups(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/templates/:id',
      summary: 'Get a template',
      description: 'With why it cannot be sent or edited now, in words.',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      params,
      responses: { 200: Template },
      handler: ({ actor, params: { id } }) => getTemplate(ctx, actor.workspaceId, uuidOf('template', id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/templates/:id/history',
      summary: 'List the changes of a template',
      description: 'Status, quality, category and content with time and reason, newest first.',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      params,
      query: PageQuery,
      responses: { 200: pageOf(TemplateChange) },
      handler: ({ actor, params: { id }, query }) =>
        listTemplateChanges(ctx, { workspaceId: actor.workspaceId, id: uuidOf('template', id), ...query }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/templates/:id/usage',
      summary: 'Get the results of a template',
      description: 'What became of the messages that were accepted in these days of the workspace’s time zone.',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      params,
      query: TemplateUsageQuery,
      responses: { 200: TemplateUsage },
      handler: ({ actor, params: { id }, query }) => getTemplateUsage(ctx, actor.workspaceId, uuidOf('template', id), query),
    }),
  ];
}

function writingRoutes(ctx: TemplatesContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/templates',
      summary: 'Create a template',
      description: 'Checked against all rules of Meta that are known, then handed in for review. Sample files are handed over with it.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      body: CreateTemplateRequest,
      responses: { 201: Template },
      handler: ({ actor, body, signal }) => {
        const { name, language, category, components, parameter_format: parameterFormat, ttl_seconds: ttlSeconds = null } = body;
        const content = { name, language: language.replace('-', '_'), category, components, parameterFormat, ttlSeconds };
        return createTemplate(ctx, actor, { numberId: uuidOf('number', body.number_id), content, signal });
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/templates/:id',
      summary: 'Edit a template',
      description: 'It goes back to review. WhatsApp allows one edit of an approved template a day and ten in 30 days.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params,
      body: UpdateTemplateRequest,
      responses: { 200: Template },
      handler: ({ actor, params: { id }, body, signal }) => {
        const { category, components, parameter_format: parameterFormat, ttl_seconds: ttlSeconds } = body;
        const change = {
          ...(category === undefined ? {} : { category }),
          ...(components === undefined ? {} : { components }),
          ...(parameterFormat === undefined ? {} : { parameterFormat }),
          ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
        };
        return editTemplate(ctx, actor, { id: uuidOf('template', id), change, signal });
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/templates/:id',
      summary: 'Delete a template',
      description: 'This language, or all of its name. WhatsApp keeps the name of an approved template blocked for 30 days.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params,
      query: DeleteTemplateQuery,
      responses: { 200: DeleteTemplateResponse },
      handler: ({ actor, params: { id }, query, signal }) =>
        deleteTemplate(ctx, actor, { id: uuidOf('template', id), isWholeName: query.all_languages, signal }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/templates/:id/unpause',
      summary: 'Unpause a template',
      description: 'Ends a pause that WhatsApp does not end by itself.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params,
      responses: { 200: Template },
      handler: ({ actor, params: { id }, signal }) => unpauseTemplate(ctx, actor, uuidOf('template', id), signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/templates/:id/duplicate',
      summary: 'Duplicate a template',
      description: 'Begins a draft with its content, under another name or in another language.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params,
      body: DuplicateTemplateRequest,
      responses: { 201: TemplateDraft },
      handler: ({ actor, params: { id }, body }) => duplicateTemplate(ctx, actor.workspaceId, uuidOf('template', id), body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/templates/sync',
      summary: 'Sync templates',
      description:
        'Reads all templates of the number’s account from WhatsApp now. Happens by itself every hour and after news about a template.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      body: z.strictObject({ number_id: idSchema('number') }),
      responses: { 200: SyncTemplatesResponse },
      handler: ({ actor, body, signal }) => syncTemplatesOfNumber(ctx, actor.workspaceId, uuidOf('number', body.number_id), signal),
    }),
  ];
}

function draftRoutes(ctx: TemplatesContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/template-drafts',
      summary: 'List drafts of templates',
      description: 'Newest first, each with what is wrong with it.',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      query: PageQuery,
      responses: { 200: pageOf(TemplateDraft) },
      handler: ({ actor, query }) => listDrafts(ctx, { workspaceId: actor.workspaceId, ...query }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/template-drafts',
      summary: 'Create a draft of a template',
      description: 'It may be unfinished in every way. With `template_id` it is an edit that begins with that template’s content.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      body: CreateTemplateDraftRequest,
      responses: { 201: TemplateDraft },
      handler: ({ actor, body }) => createDraft(ctx, actor.workspaceId, body),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/template-drafts/:id',
      summary: 'Get a draft of a template',
      tag,
      auth: 'workspace',
      permission: 'templates:read',
      params: draftParams,
      responses: { 200: TemplateDraft },
      handler: ({ actor, params: { id } }) => getDraft(ctx, actor.workspaceId, uuidOf('templateDraft', id)),
    }),
    defineRoute({
      method: 'PATCH',
      path: '/v1/template-drafts/:id',
      summary: 'Change a draft of a template',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params: draftParams,
      body: UpdateTemplateDraftRequest,
      responses: { 200: TemplateDraft },
      handler: ({ actor, params: { id }, body }) => changeDraft(ctx, actor.workspaceId, uuidOf('templateDraft', id), body),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/template-drafts/:id',
      summary: 'Delete a draft of a template',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params: draftParams,
      responses: { 204: null },
      handler: ({ actor, params: { id } }) => deleteDraft(ctx, actor.workspaceId, uuidOf('templateDraft', id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/template-drafts/:id/submit',
      summary: 'Hand in a draft of a template',
      description: 'The draft is gone when Meta took it; else what Meta said is kept with it.',
      tag,
      auth: 'workspace',
      permission: 'templates:write',
      params: draftParams,
      responses: { 201: Template },
      handler: ({ actor, params: { id }, signal }) => submitDraft(ctx, actor, uuidOf('templateDraft', id), signal),
    }),
  ];
}
