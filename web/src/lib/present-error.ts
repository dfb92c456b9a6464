import { KabarError } from '@kabar/sdk';
import type { I18n } from '@lingui/core';
import { errorSentences, passwordProblems } from './error-sentences.ts';

/** An error ready to be shown. `detail` adds the server's own words where they say more, as from Meta. */
export interface PresentedError {
  code: string;
  title: string;
  text: string;
  detail: string | null;
  requestId: string | null;
  retryable: boolean;
  /** True where the code and the request id help whoever is asked for help; an ordinary refusal explains itself. */
  traceable: boolean;
}

function textOf(error: KabarError, i18n: I18n): string | null {
  // A server that is newer than this page may know more reasons.
  if (!error.is('password_refused') || !Object.hasOwn(passwordProblems, error.details?.reason)) return null;
  return i18n._(passwordProblems[error.details.reason]);
}

function detailOf(error: KabarError): string | null {
  if (error.is('number_credentials_refused') || error.is('media_not_usable')) return error.details?.reason ?? null;
  if (error.is('content_invalid')) return error.details?.issues.map((issue) => issue.message).join(' ') ?? null;
  return null;
}

/** Turns whatever was thrown into sentences of the reader's language. What is not ours counts as `internal_error`. */
export function presentError(error: unknown, i18n: I18n): PresentedError {
  const known = error instanceof KabarError ? error : null;
  const code = known?.code ?? 'internal_error';
  const sentence = errorSentences[code];
  return {
    code,
    title: i18n._(sentence.title),
    text: (known && textOf(known, i18n)) ?? i18n._(sentence.text),
    detail: known ? detailOf(known) : null,
    requestId: known?.requestId ?? null,
    retryable: known?.retryable ?? false,
    traceable: known === null || (known.status ?? 0) >= 500 || code === 'number_credentials_refused',
  };
}

/** Title and text as one string, for places with room for one sentence only. */
export function errorSentence(error: unknown, i18n: I18n): string {
  const { title, text, detail } = presentError(error, i18n);
  return `${title}. ${detail ?? text}`;
}

/** What the server found wrong, by field path ("name", "ip_allowlist.0"); empty for every other error. */
export function fieldIssues(error: unknown): { path: string; message: string }[] {
  return error instanceof KabarError && error.is('validation_failed') ? (error.details?.issues ?? []) : [];
}
