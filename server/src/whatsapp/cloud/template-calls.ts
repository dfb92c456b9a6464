import { createTemplateResponseSchema } from '@kabar/cloud-api';
import { z } from 'zod';
import type { CallOptions, CallOutcome, Connection, NewTemplate, TemplateEdit, TemplateFacts, UploadFile } from '../provider.ts';
import { readTemplateCategory, readTemplateStatus } from '../template-words.ts';
import { callGraph, readSuccess } from './graph-call.ts';
import { templateFields } from './management-calls.ts';
import { readTemplate } from './read-facts.ts';
import type { Transport } from './transport.ts';

/** 100 MB at 1 MB/s, with room. */
const uploadTimeoutMs = 180_000;

/** Hands a template in. Its category may come back as another one. Source: "Create templates", 2025-12. */
export function createTemplate(
  transport: Transport,
  connection: Connection,
  template: NewTemplate,
  options: CallOptions = {},
): ReturnType<typeof callGraph<{ metaId: string; status: string; category: TemplateFacts['category'] }>> {
  const { name, language, category, components, parameterFormat, ttlSeconds } = template;
  const json = {
    name,
    language,
    category: category.toUpperCase(),
    parameter_format: parameterFormat.toUpperCase(),
    components,
    ...(ttlSeconds === null ? {} : { message_send_ttl_seconds: ttlSeconds }),
  };
  return callGraph(
    transport,
    connection,
    { method: 'POST', path: `/${connection.wabaId}/message_templates`, json },
    (body) => {
      const parsed = createTemplateResponseSchema.safeParse(body);
      if (!parsed.success) return null;
      const { id, status, category: given } = parsed.data;
      return { metaId: id, status: readTemplateStatus(status), category: readTemplateCategory(given ?? category) };
    },
    options,
  );
}

/** Changes a template. An approved one may be changed once a day and ten times in 30 days. Source: "Manage templates", 2025-12. */
export async function editTemplate(
  transport: Transport,
  connection: Connection,
  metaId: string,
  edit: TemplateEdit,
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const { category, components, parameterFormat, ttlSeconds } = edit;
  const json = {
    ...(category === undefined ? {} : { category: category.toUpperCase() }),
    ...(components === undefined ? {} : { components }),
    ...(parameterFormat === undefined ? {} : { parameter_format: parameterFormat.toUpperCase() }),
    ...(ttlSeconds === undefined ? {} : { message_send_ttl_seconds: ttlSeconds }),
  };
  return done(
    await callGraph(transport, connection, { method: 'POST', path: `/${encodeURIComponent(metaId)}`, json }, readSuccess, options),
  );
}

/** Deletes one language by its id, or all languages of a name. Source: "Manage templates", 2025-12. */
export async function deleteTemplate(
  transport: Transport,
  connection: Connection,
  template: { name: string; metaId: string | null },
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const { name, metaId } = template;
  const query = metaId === null ? { name } : { hsm_id: metaId, name };
  const request = { method: 'DELETE', path: `/${connection.wabaId}/message_templates`, query } as const;
  return done(await callGraph(transport, connection, request, readSuccess, options));
}

/** Ends a pause that does not end by itself. Source: "Template pacing", 2025-12. */
export async function unpauseTemplate(
  transport: Transport,
  connection: Connection,
  metaId: string,
  options: CallOptions = {},
): Promise<CallOutcome<null>> {
  const request = { method: 'POST', path: `/${encodeURIComponent(metaId)}/unpause`, json: {} } as const;
  return done(await callGraph(transport, connection, request, readSuccess, options));
}

/** One template as it is now. */
export function getTemplate(
  transport: Transport,
  connection: Connection,
  metaId: string,
  options: CallOptions = {},
): Promise<CallOutcome<TemplateFacts>> {
  const request = { method: 'GET', path: `/${encodeURIComponent(metaId)}`, query: { fields: templateFields } } as const;
  return callGraph(transport, connection, request, readTemplate, options);
}

const session = z.looseObject({ id: z.string().startsWith('upload:') });
const handleAnswer = z.looseObject({ h: z.string().min(1) });

/**
 * Uploads a sample file: a session first, then the bytes in one piece. The session's id may carry a signature behind a
 * question mark and is used as it is. Source: Meta for Developers, "Resumable Upload API", 2025-11.
 */
export async function uploadSample(
  transport: Transport,
  connection: Connection,
  appId: string,
  file: UploadFile,
  options: CallOptions = {},
): Promise<CallOutcome<{ handle: string }>> {
  const query = { file_length: String(file.sizeBytes), file_type: file.mimeType, file_name: file.filename };
  const started = await callGraph(
    transport,
    connection,
    { method: 'POST', path: `/${encodeURIComponent(appId)}/uploads`, query },
    (body) => {
      const parsed = session.safeParse(body);
      return parsed.success ? { id: parsed.data.id } : null;
    },
    options,
  );
  if (!started.ok) return started;
  const content = await file.open();
  const outcome = await callGraph(
    transport,
    connection,
    {
      method: 'POST',
      path: `/${started.value.id}`,
      headers: { authorization: `OAuth ${connection.accessToken}`, file_offset: '0' },
      stream: { contentType: file.mimeType, sizeBytes: file.sizeBytes, body: content },
      timeoutMs: uploadTimeoutMs,
    },
    (body) => {
      const parsed = handleAnswer.safeParse(body);
      return parsed.success ? { handle: parsed.data.h } : null;
    },
    options,
  );
  content.destroy();
  return outcome;
}

function done(outcome: CallOutcome<{ done: true }>): CallOutcome<null> {
  return outcome.ok ? { ok: true, value: null } : outcome;
}
