import type { ContactCount } from '@kabar/contract';
import { useFormat } from '#lib/use-format.ts';

/** A count that says when there are more: "10,000+". */
export function useCountText(): (count: ContactCount) => string {
  const format = useFormat();
  return ({ count, is_exact: isExact }) => `${format.number(count)}${isExact ? '' : '+'}`;
}
