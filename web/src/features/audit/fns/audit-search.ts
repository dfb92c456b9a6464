import { AUDIT_WAYS, type AuditWay } from '@kabar/contract';

/** What the log is narrowed to. Lives in the address of the page. */
export interface AuditSearch {
  /** Somebody's id, or a key's. */
  who?: string;
  /** A word such as `member`, or a whole action. */
  what?: string;
  way?: AuditWay;
  /** The id of a thing, of a request, or the number of an entry. */
  about?: string;
  since?: string;
  before?: string;
  /** The entry that is open. */
  entry?: string;
}

const idForm = /^[a-z]{3}_[0-9a-z]{26}$/;

/** Reads an address; what it does not know it leaves out. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const text = (key: string, fits: RegExp): string | undefined => {
    const value = search[key];
    return typeof value === 'string' && fits.test(value) ? value : undefined;
  };
  const instant = (key: string): string | undefined => {
    const value = text(key, /^\d{4}-/);
    return value !== undefined && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  const about = search['about'];
  const found = {
    who: text('who', /^(usr|key)_[0-9a-z]{26}$/),
    what: text('what', /^[a-z0-9_]+(\.[a-z0-9_]+)?$/),
    way: AUDIT_WAYS.find((value) => value === search['way']),
    // An address with a bare number reads back as one.
    about: typeof about === 'number' && Number.isSafeInteger(about) && about > 0 ? String(about) : text('about', aboutForm),
    since: instant('since'),
    before: instant('before'),
    entry: text('entry', /^[1-9]\d{0,14}$/) ?? (typeof search['entry'] === 'number' ? String(search['entry']) : undefined),
  };
  // What is not set is not in the address.
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

const aboutForm = /^([a-z]{3}_[0-9a-z]{26}|[1-9]\d{0,14})$/;

/** Whether a text can be searched for: an id, or the number of an entry. */
export function isAbout(text: string): boolean {
  return aboutForm.test(text);
}

/** The question for the API. */
export function auditQuery({ who, what, way, about, since, before }: AuditSearch) {
  return {
    actor_id: who,
    action: what,
    way,
    ...(about === undefined
      ? {}
      : about.startsWith('req_')
        ? { request_id: about }
        : idForm.test(about)
          ? { target_id: about }
          : { seq: Number(about) }),
    from: since,
    until: before,
  };
}

/** Whether anything is narrowed. */
export function isNarrowed({ entry: _open, ...rest }: AuditSearch): boolean {
  return Object.keys(rest).length > 0;
}
