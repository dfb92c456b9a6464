import { createHash, randomBytes } from 'node:crypto';
import type { Emulator } from '../emulator.ts';
import { requiredText } from './call.ts';
import type { GraphAnswer, GraphCall } from './call.ts';
import { GraphError } from './graph-error.ts';

interface UploadSession {
  appId: string;
  fileType: string;
  fileLength: number;
}

function isSession(value: unknown): value is UploadSession {
  return typeof value === 'object' && value !== null && 'fileLength' in value;
}

/**
 * Resumable upload for template headers and profile pictures: `POST /{app}/uploads` gives a session, `POST /upload:…` with the
 * bytes gives a handle `4::…`. Errors: 100 for an unknown session or a wrong length.
 * Source: Meta for Developers, "Resumable Upload API", 2025-11.
 */
export function resumableUpload(emulator: Emulator, call: GraphCall, id: string): GraphAnswer {
  const { world } = emulator;
  if (!id.startsWith('upload:')) {
    if (id !== call.app.id) throw new GraphError(100, 'Invalid parameter', { details: 'The app does not belong to this token' });
    const sessionId = `upload:${randomBytes(24).toString('base64url')}`;
    world.saveSetting(sessionId, {
      appId: id,
      fileType: requiredText(call.params, 'file_type'),
      fileLength: Number(requiredText(call.params, 'file_length')),
    });
    return { json: { id: sessionId } };
  }
  const session = world.setting(id);
  if (!isSession(session) || session.appId !== call.app.id)
    throw new GraphError(100, 'Invalid parameter', { details: 'The upload session does not exist' });
  if (call.rawBody.length !== session.fileLength) {
    throw new GraphError(100, 'Invalid parameter', {
      details: `The file has ${call.rawBody.length} bytes instead of ${session.fileLength}`,
    });
  }
  const digest = createHash('sha256').update(call.rawBody).digest('base64url');
  const handle = `4::${Buffer.from(session.fileType).toString('base64url')}:${digest}`;
  world.saveSetting(`handle:${handle}`, { mimeType: session.fileType, base64: call.rawBody.toString('base64') });
  world.saveSetting(id, null);
  return { json: { h: handle } };
}
