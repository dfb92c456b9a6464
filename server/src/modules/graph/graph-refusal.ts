import { errorRow } from '@kabar/cloud-api';
import { AppError } from '#platform/errors';

/** A refusal in Meta's terms. `details` is the useful text; `message` stands in the place of "(#code) title" where Meta writes none. */
export type MetaRefusal = {
  code: number;
  title: string;
  details?: string;
  message?: string;
  subcode?: number;
  type?: 'OAuthException' | 'GraphMethodException';
  /** Where the status is another than the code's own. */
  http?: number;
};

/** A refusal that Meta has a code of its own for, thrown by use cases of this surface. */
export class GraphRefusal extends AppError<'not_found' | 'validation_failed'> {
  readonly meta: MetaRefusal;

  constructor(code: 'not_found' | 'validation_failed', meta: MetaRefusal, cause?: unknown) {
    const details = code === 'not_found' ? undefined : { issues: [{ path: '', message: meta.details ?? meta.title }] };
    super(code, { details, ...(cause === undefined ? {} : { cause }) });
    this.meta = meta;
  }
}

const verbs = { GET: 'get', POST: 'post', DELETE: 'delete' } as const;

/** Methods that this surface knows. */
export type GraphMethod = keyof typeof verbs;

/** What Meta answers about an id that does not exist, or that is somebody else's: the two are not to be told apart. */
export function unknownObject(method: GraphMethod, id: string): GraphRefusal {
  return new GraphRefusal('not_found', {
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    title: 'Unsupported request',
    message: `Unsupported ${verbs[method]} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
  });
}

/** A path that Meta has no meaning for, or a version that does not exist. */
export function unknownPath(path: string): GraphRefusal {
  return new GraphRefusal('not_found', { code: 2500, title: 'Unknown path', message: `Unknown path components: ${path}` });
}

/** A parameter of the request itself that is needed and not there. */
export function parameterMissing(name: string): GraphRefusal {
  return new GraphRefusal('validation_failed', { code: 100, title: `The parameter ${name} is required.` });
}

/** A parameter inside the content of a message that is needed and not there. */
export function contentMissing(name: string): GraphRefusal {
  return new GraphRefusal('validation_failed', {
    code: 131_008,
    title: 'Required parameter is missing',
    details: `Parameter ${name} is required.`,
  });
}

/** A value that WhatsApp would not take. */
export function valueInvalid(details: string, cause?: unknown): GraphRefusal {
  return new GraphRefusal('validation_failed', { code: 131_009, title: 'Parameter value is not valid', details }, cause);
}

/** A parameter that is unknown or of the wrong form. */
export function parameterInvalid(details: string): GraphRefusal {
  return new GraphRefusal('validation_failed', { code: 100, title: 'Invalid parameter', details });
}

/** The HTTP status that Meta documents for a code; 400 where it documents none. */
export function httpStatusOf(code: number): number {
  return errorRow(code)?.http ?? 400;
}
