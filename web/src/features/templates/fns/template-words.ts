import type { Template, TemplateCategory } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { Tone } from '#ui/Banner.tsx';

/** What a status is called, what it means and what to do about it. */
export interface StatusWords {
  label: MessageDescriptor;
  tone: Tone | 'neutral';
  meaning: MessageDescriptor;
  nextStep: MessageDescriptor | null;
}

/**
 * Every status in plain words. Source: Meta for Developers, "Template status" and "Template pausing", 2025-12; archiving 2026-06.
 */
export const statusWords: Readonly<Record<Template['status'], StatusWords>> = {
  approved: { label: msg`Approved`, tone: 'good', meaning: msg`It can be sent.`, nextStep: null },
  pending: {
    label: msg`In review`,
    tone: 'info',
    meaning: msg`WhatsApp is reading it. That takes minutes, at most a day.`,
    nextStep: msg`There is nothing to do; this page changes by itself.`,
  },
  rejected: {
    label: msg`Rejected`,
    tone: 'bad',
    meaning: msg`WhatsApp did not accept it, so it cannot be sent.`,
    nextStep: msg`Change what the reason names and submit it again.`,
  },
  paused: {
    label: msg`Paused`,
    tone: 'warn',
    meaning: msg`Too many customers blocked or reported it, so WhatsApp stopped it for some hours: three the first time, six the second.`,
    nextStep: msg`It continues by itself. Send it to fewer people and make it more useful: the third time it is disabled for good.`,
  },
  disabled: {
    label: msg`Disabled`,
    tone: 'bad',
    meaning: msg`Customers kept blocking or reporting it, so WhatsApp switched it off.`,
    nextStep: msg`Write another one that customers expect and want. This one can only be deleted.`,
  },
  in_appeal: {
    label: msg`Appealed`,
    tone: 'info',
    meaning: msg`WhatsApp is looking at it a second time.`,
    nextStep: msg`There is nothing to do; this page changes by itself.`,
  },
  pending_deletion: { label: msg`Being deleted`, tone: 'neutral', meaning: msg`WhatsApp is removing it.`, nextStep: null },
  deleted: {
    label: msg`Deleted`,
    tone: 'neutral',
    meaning: msg`It is gone at WhatsApp. It stays here because messages name it.`,
    nextStep: msg`Its name is free again 30 days after the deletion.`,
  },
  limit_exceeded: {
    label: msg`Too many templates`,
    tone: 'warn',
    meaning: msg`The account has as many templates as WhatsApp allows.`,
    nextStep: msg`Delete templates that nobody needs, then submit it again.`,
  },
  archived: {
    label: msg`Archived`,
    tone: 'neutral',
    meaning: msg`WhatsApp put it away because it was not used.`,
    nextStep: msg`Bring it back in WhatsApp Manager within 28 days, or it is deleted.`,
  },
  unknown: {
    label: msg`Unknown`,
    tone: 'neutral',
    meaning: msg`WhatsApp gave it a status that this version of Kabar does not know.`,
    nextStep: msg`Look it up in WhatsApp Manager.`,
  },
};

/** Why WhatsApp rejected a template. Source: Meta for Developers, "message_template_status_update", 2026-09. */
const rejections: Readonly<Record<string, MessageDescriptor>> = {
  ABUSIVE_CONTENT: msg`The text can be read as abusive or threatening.`,
  CATEGORY_NOT_AVAILABLE: msg`The account may not use this category yet.`,
  INCORRECT_CATEGORY: msg`The text does not fit the category. Messages that advertise are marketing.`,
  INVALID_FORMAT: msg`Something is wrong with the form: mostly variables or samples.`,
  PROMOTIONAL: msg`The text advertises, but the category is not marketing.`,
  SCAM: msg`The text looks like a fraud, or asks for something that no business should ask for.`,
  TAG_CONTENT_MISMATCH: msg`The text and its category or language do not fit together.`,
};

/** The reason of a rejection in words; null where WhatsApp named one that nobody here knows. */
export function rejectionWords(reason: string | null): MessageDescriptor | null {
  return reason === null ? null : (rejections[reason.toUpperCase()] ?? null);
}

/** What a category is for, and what it costs in words: amounts depend on country and day. */
export const categoryWords: Readonly<
  Record<TemplateCategory, { label: MessageDescriptor; use: MessageDescriptor; cost: MessageDescriptor }>
> = {
  marketing: {
    label: msg`Marketing`,
    use: msg`Offers, news, invitations: everything that should make somebody buy or come back.`,
    cost: msg`The dearest category; every delivered message is charged. Customers who stopped marketing do not get it.`,
  },
  utility: {
    label: msg`Utility`,
    use: msg`About something the customer did or asked for: an order, an appointment, a payment.`,
    cost: msg`Much cheaper than marketing, but charged for each delivered message.`,
  },
  authentication: {
    label: msg`Authentication`,
    use: msg`One-time codes to sign in or confirm. The text is WhatsApp’s own.`,
    cost: msg`Priced like utility in most countries; every delivered message is charged.`,
  },
};

/** What a category of WhatsApp is called, also one that nobody here knows. */
export function categoryLabel(category: Template['category']): MessageDescriptor {
  return category === 'unknown' ? msg`Unknown` : categoryWords[category].label;
}

/** How customers take a template. Source: Meta for Developers, "Template quality rating", 2025-12. */
export const templateQualityWords: Readonly<Record<Template['quality'], { label: MessageDescriptor; tone: Tone | 'neutral' }>> = {
  green: { label: msg`High quality`, tone: 'good' },
  yellow: { label: msg`Medium quality`, tone: 'warn' },
  red: { label: msg`Low quality`, tone: 'bad' },
  unknown: { label: msg`No rating yet`, tone: 'neutral' },
};
