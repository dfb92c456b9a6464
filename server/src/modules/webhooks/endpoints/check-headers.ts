import { AppError } from '#platform/errors';

const nameForm = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const valueForm = /^[\x20-\x7e]*$/;

/** What the request itself decides, or what would speak for somebody else. RFC 9110 and RFC 9112 for those about the connection. */
const reserved =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|proxy-.*|accept.*|user-agent|cookie|forwarded|via|x-forwarded-.*|x-real-ip|webhook-.*|x-hub-.*|kabar-.*)$/;

/** Headers of the workspace's own, names in lower case. Errors: `validation_failed` naming the header. */
export function readHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    const problem = !nameForm.test(name)
      ? 'is not the name of a header'
      : reserved.test(name)
        ? 'is set by Kabar or not possible'
        : name in read
          ? 'is there twice'
          : valueForm.test(value)
            ? null
            : 'may hold printable ASCII only';
    if (problem !== null)
      throw new AppError('validation_failed', { details: { issues: [{ path: `body.headers.${given.slice(0, 80)}`, message: problem }] } });
    read[name] = value;
  }
  return read;
}
