import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';
import type { DetailProblem } from '../fns/cloud-details.ts';

const sentences: Readonly<Record<NonNullable<DetailProblem>, MessageDescriptor>> = {
  missing: msg`This is needed.`,
  not_digits: msg`Digits only.`,
  looks_like_phone: msg`This looks like a phone number; the ID is another, longer number.`,
  too_short: msg`This is too short; perhaps not all of it was copied.`,
  has_spaces: msg`There is a space in it; perhaps more than it was copied.`,
  not_six_digits: msg`Six digits.`,
};

/** Makes a sentence of what is wrong with a detail, in the form that form validation takes: true when nothing is. */
export function useDetailProblem(): (problem: DetailProblem) => string | true {
  const { i18n } = useLingui();
  return (problem) => (problem === null ? true : i18n._(sentences[problem]));
}
