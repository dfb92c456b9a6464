import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

/** How long something is kept, in words: an ISO 8601 duration of days or minutes, `tab`, or null for what only the person removes. */
export function useDurationWords(): (duration: string | null) => string {
  const { t } = useLingui();
  return (duration) => {
    if (duration === null) return t`Until you clear it`;
    if (duration === 'tab') return t`Until you close the tab`;
    const [, days, minutes] = /^P(?:(\d+)D|T(\d+)M)$/.exec(duration) ?? [];
    if (days !== undefined) return t`${plural(Number(days), { one: '# day', other: '# days' })}`;
    if (minutes !== undefined) return t`${plural(Number(minutes), { one: '# minute', other: '# minutes' })}`;
    return duration;
  };
}
