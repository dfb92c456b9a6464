import type { AttributeType } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

/** What a type of attribute is called, and what it is for. */
export function useTypeWords(): Record<AttributeType, { name: string; hint: string }> {
  const { t } = useLingui();
  return {
    text: { name: t`Text`, hint: t`Anything, up to 500 characters` },
    number: { name: t`Number`, hint: t`Points, size, number of children` },
    date: { name: t`Date`, hint: t`Birthday, end of a contract` },
    choice: { name: t`Choice`, hint: t`One of a list that you write` },
    yes_no: { name: t`Yes or no`, hint: t`Something that is so or not` },
  };
}
