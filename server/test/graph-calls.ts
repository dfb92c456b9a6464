import type { GraphWorld } from './graph-world.ts';

/** An answer of the surface, which is always an object. */
export type GraphAnswer = { status: number; body: Record<string, unknown> & { error?: Record<string, unknown> } };

/** A picture of one pixel. */
export const onePixel: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Calls a path behind the version, with the key of the first workspace unless told otherwise. */
export async function callGraph(
  world: GraphWorld,
  method: string,
  path: string,
  body?: object | FormData,
  key: string = world.mine.key,
): Promise<GraphAnswer> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${world.url}/graph/v26.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as GraphAnswer['body'] };
}

/** A form of an upload with these fields in this order. */
export function uploadForm(
  order: readonly ('file' | 'messaging_product' | 'type')[],
  content: Buffer<ArrayBuffer> | Buffer = onePixel,
  type = 'image/png',
): FormData {
  const made = new FormData();
  for (const field of order) {
    if (field === 'file') made.append('file', new Blob([new Uint8Array(content)], { type }), 'picture.png');
    else made.append(field, field === 'type' ? type : 'whatsapp');
  }
  return made;
}

/** Uploads the picture to the first workspace and gives its id on this surface. */
export async function uploadPicture(world: GraphWorld): Promise<string> {
  const { status, body } = await callGraph(
    world,
    'POST',
    `${world.mine.phoneNumberId}/media`,
    uploadForm(['messaging_product', 'type', 'file']),
  );
  if (status !== 200) throw new Error(`the picture was not taken: ${JSON.stringify(body)}`);
  return String(body['id']);
}
