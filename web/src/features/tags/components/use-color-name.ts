import type { TagColor } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

/** What a colour of a tag is called. */
export function useColorName(): (color: TagColor) => string {
  const { t } = useLingui();
  return (color) =>
    ({
      gray: t`Grey`,
      red: t`Red`,
      orange: t`Orange`,
      amber: t`Amber`,
      green: t`Green`,
      teal: t`Teal`,
      blue: t`Blue`,
      indigo: t`Indigo`,
      purple: t`Purple`,
      pink: t`Pink`,
    })[color];
}
