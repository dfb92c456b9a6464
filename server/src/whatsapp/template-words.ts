import type { AccountUnit, Described, TemplateChange } from './account-fact.ts';
import { pick, readQuality, toSentence, toWords } from './words.ts';

type TemplateUnit = Extract<AccountUnit, { kind: 'template_status' | 'template_quality' | 'template_components' | 'template_category' }>;

/** Status of a template in our spelling for each name that WhatsApp uses in lists and events. */
const statusByName: ReadonlyMap<string, string> = new Map([
  ['PENDING', 'pending'],
  ['APPROVED', 'approved'],
  ['REJECTED', 'rejected'],
  ['PAUSED', 'paused'],
  ['DISABLED', 'disabled'],
  ['IN_APPEAL', 'in_appeal'],
  ['PENDING_DELETION', 'pending_deletion'],
  ['DELETED', 'deleted'],
  ['LIMIT_EXCEEDED', 'limit_exceeded'],
  ['ARCHIVED', 'archived'],
  // A reinstated or unarchived template can be sent again; the next sync confirms it.
  ['REINSTATED', 'approved'],
  ['UNARCHIVED', 'approved'],
  ['LOCKED', 'disabled'],
]);

/** Status in our spelling; names without a meaning to us are `unknown`, which cannot be sent. */
export function readTemplateStatus(name: string): string {
  return statusByName.get(name.toUpperCase()) ?? 'unknown';
}

/** Category in our spelling. */
export function readTemplateCategory(name: string | null | undefined): 'authentication' | 'marketing' | 'utility' | 'unknown' {
  const category = name?.toLowerCase();
  return category === 'authentication' || category === 'marketing' || category === 'utility' ? category : 'unknown';
}

/**
 * Puts an event about a template into words and names the facts in it. Never throws.
 * Source: Meta for Developers, template webhook reference pages, 2025-12 to 2026-09.
 */
export function describeTemplateEvent(unit: TemplateUnit, at: Date | null): Described {
  const name = unit.value.message_template_name ?? unit.value.message_template_id;
  const about = `Template ${name}${typeof unit.value.message_template_language === 'string' ? ` (${unit.value.message_template_language})` : ''}`;
  const refer = (change: TemplateChange): Pick<Described, 'template'> => ({
    template: {
      metaId: unit.value.message_template_id,
      name: unit.value.message_template_name ?? null,
      language: unit.value.message_template_language ?? null,
      change,
    },
  });
  const base = pick(unit.value, ['message_template_id', 'message_template_name', 'message_template_language']);
  switch (unit.kind) {
    case 'template_status': {
      const { event, reason } = unit.value;
      const status = statusByName.get(event);
      const change: TemplateChange = {
        ...(status === undefined ? { isStale: true as const } : { status }),
        rejectedReason: event === 'REJECTED' ? (reason ?? unit.value.rejection_info?.reason ?? null) : null,
        pausedUntil: event === 'PAUSED' ? pauseEnd(unit.value.other_info?.title, at) : null,
        reason: statusReason(unit),
      };
      const why = reason === null || event === 'APPROVED' ? '' : `: ${toWords(reason)}`;
      return {
        event,
        title: `${about} ${statusWords(event)}${why}`,
        severity: ['REJECTED', 'DISABLED', 'LOCKED', 'LIMIT_EXCEEDED'].includes(event)
          ? 'bad'
          : ['PAUSED', 'FLAGGED', 'PENDING_DELETION', 'DELETED'].includes(event)
            ? 'warn'
            : 'info',
        data: {
          ...base,
          ...pick(unit.value, ['event', 'reason', 'disable_info', 'other_info', 'rejection_info', 'message_template_category']),
        },
        ...refer(change),
      };
    }
    case 'template_quality': {
      const quality = readQuality(unit.value.new_quality_score);
      return {
        event: unit.value.new_quality_score,
        title: `${about}: quality is now ${quality}`,
        severity: quality === 'red' ? 'bad' : quality === 'yellow' ? 'warn' : 'info',
        data: { ...base, ...pick(unit.value, ['previous_quality_score', 'new_quality_score']) },
        ...refer({ quality }),
      };
    }
    case 'template_components':
      return { title: `${about}: the content was changed at WhatsApp`, severity: 'info', data: base, ...refer({ isStale: true }) };
    case 'template_category':
      return describeCategory(unit, about, base, refer);
  }
}

/**
 * A notice carries the coming category in `correct_category` and the present one in `new_category`; a finished change
 * carries `previous_category` and `new_category`.
 */
function describeCategory(
  unit: Extract<TemplateUnit, { kind: 'template_category' }>,
  about: string,
  base: Record<string, unknown>,
  refer: (change: TemplateChange) => Pick<Described, 'template'>,
): Described {
  const { previous_category: previous, new_category: next, correct_category: correct, category_update_timestamp: when } = unit.value;
  const data = {
    ...base,
    ...pick(unit.value, ['category', 'previous_category', 'new_category', 'correct_category', 'category_update_timestamp']),
  };
  if (typeof correct === 'string') {
    const coming = readTemplateCategory(correct);
    return {
      event: 'NOTICE',
      title: `${about}: WhatsApp says the right category is ${toWords(correct)}`,
      severity: 'warn',
      data,
      ...refer(coming === 'unknown' ? { isStale: true } : { isStale: true, comingCategory: { category: coming, at: readSeconds(when) } }),
    };
  }
  const category = readTemplateCategory(next);
  const change: TemplateChange = category === 'unknown' ? { isStale: true } : { category };
  const from = typeof previous === 'string' ? ` from ${toWords(previous)}` : '';
  return {
    event: next ?? null,
    title: `${about}: category changed${from} to ${toWords(next) || 'another one'}`,
    severity: 'warn',
    data,
    ...refer(change),
  };
}

/** WhatsApp's own words on why, else its code in words; null when it tells nothing. */
function statusReason(unit: Extract<TemplateUnit, { kind: 'template_status' }>): string | null {
  const { event, reason, rejection_info: rejection, other_info: other } = unit.value;
  if (event === 'REJECTED') {
    const code = reason ?? rejection?.reason ?? null;
    const words = [code === null ? '' : toSentence(code), rejection?.recommendation ?? ''].filter((part) => part !== '');
    return words.length === 0 ? null : words.join('. ');
  }
  const told = other?.description ?? '';
  if (told !== '') return told;
  return reason === null || reason === undefined
    ? other?.title === undefined || other.title === null
      ? null
      : toSentence(other.title)
    : toSentence(reason);
}

/** A time in whole seconds, as a number or digits. */
function readSeconds(value: unknown): Date | null {
  const seconds = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : null;
  return seconds === null ? null : new Date(seconds * 1000);
}

function statusWords(event: string): string {
  switch (event) {
    case 'APPROVED':
      return 'was approved';
    case 'REJECTED':
      return 'was rejected';
    case 'PAUSED':
      return 'was paused';
    case 'DISABLED':
      return 'was disabled';
    case 'DELETED':
      return 'was deleted';
    case 'PENDING':
      return 'is in review';
    default:
      return `is now: ${toSentence(event).toLowerCase()}`;
  }
}

/** First and second pauses end by themselves. Source: Meta for Developers, "Template pausing", 2025-12. */
function pauseEnd(title: string | null | undefined, at: Date | null): Date | null {
  const hours = title === 'FIRST_PAUSE' ? 3 : title === 'SECOND_PAUSE' ? 6 : null;
  return hours === null || at === null ? null : new Date(at.getTime() + hours * 3_600_000);
}
