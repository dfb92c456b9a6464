/** One uploaded file of a form. */
export interface FormFile {
  bytes: Buffer;
  mimeType: string;
  fileName: string | null;
}

/** Fields and files of a request body, whatever its encoding. */
export interface FormBody {
  fields: Record<string, unknown>;
  files: Record<string, FormFile>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads JSON, urlencoded and multipart bodies with the platform's own parser.
 * Errors: throws when the body is not what its content type says.
 */
export async function readForm(body: Buffer, contentType: string): Promise<FormBody> {
  if (body.length === 0) return { fields: {}, files: {} };
  const bare = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  // curl sends -d as a form unless told otherwise; a body that starts with a brace is meant as JSON.
  const isBraced = body[0] === 0x7b;
  if (bare === 'multipart/form-data' || (bare === 'application/x-www-form-urlencoded' && !isBraced)) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const result: FormBody = { fields: {}, files: {} };
    for (const [name, value] of form.entries()) {
      if (typeof value === 'string') result.fields[name] = value;
      else {
        result.files[name] = {
          bytes: Buffer.from(await value.arrayBuffer()),
          mimeType: value.type === '' ? 'application/octet-stream' : value.type,
          fileName: value.name === '' || value.name === 'blob' ? null : value.name,
        };
      }
    }
    return result;
  }
  const value: unknown = JSON.parse(body.toString('utf8'));
  if (!isObject(value)) throw new Error('The body is not an object.');
  return { fields: value, files: {} };
}
