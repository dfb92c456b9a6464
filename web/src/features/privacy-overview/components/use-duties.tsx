import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { LinkProps } from '@tanstack/react-router';
import { useFormat } from '#lib/use-format.ts';
import type { Tone } from '#ui/Banner.tsx';
import type { useOffice } from '../api/queries.ts';

/** Something that somebody should do: what, why now, and where. */
export interface Duty {
  id: string;
  tone: Tone;
  title: string;
  text: string;
  link: LinkProps;
  /** By when, where there is a clock. */
  dueAt: string | null;
}

const order: readonly Tone[] = ['bad', 'warn', 'info', 'good'];

/** What waits for the privacy officer, what presses most first. */
export function useDuties(office: ReturnType<typeof useOffice>): Duty[] {
  const { t } = useLingui();
  const format = useFormat();
  const { requests, incidents, promises, evidence, retention, form, erasures } = office;
  const duties: Duty[] = [];
  const add = (duty: Omit<Duty, 'dueAt'> & { dueAt?: string | null }): void => void duties.push({ dueAt: null, ...duty });

  if (requests.data) {
    const { counts, next } = requests.data;
    const link: LinkProps = { from: '/w/$slug', to: '/w/$slug/privacy/requests' };
    if (counts.overdue > 0) {
      add({
        id: 'requests-late',
        tone: 'bad',
        title: t`${plural(counts.overdue, { one: '# request is too late', other: '# requests are too late' })}`,
        text: t`Answer now, and tell the person why it took longer.`,
        link,
        dueAt: next?.due_at ?? null,
      });
    } else if (counts.open > 0) {
      add({
        id: 'requests',
        tone: counts.due_soon > 0 ? 'warn' : 'info',
        title: t`${plural(counts.open, { one: '# request is open', other: '# requests are open' })}`,
        text: next === null ? t`People asked about their data.` : t`The next one has to be done by ${format.dateTime(next.due_at)}.`,
        link,
        dueAt: next?.due_at ?? null,
      });
    }
  }
  for (const incident of incidents.data ?? []) {
    add({
      id: incident.id,
      tone: 'bad',
      title: t`Incident: ${incident.title}`,
      text:
        incident.next_due_at === null
          ? t`It is open. See what comes next.`
          : t`Somebody has to be told by ${format.dateTime(incident.next_due_at)}.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/incidents' },
      dueAt: incident.next_due_at,
    });
  }
  const red = promises.data?.summary.red ?? 0;
  if (red > 0) {
    add({
      id: 'promises',
      tone: 'bad',
      title: t`${plural(red, { one: '# promise does not hold', other: '# promises do not hold' })}`,
      text: t`They are left out of the notice until they hold again. The board says what to do.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/promises' },
    });
  }
  for (const record of evidence.data ?? []) {
    add({
      id: record.id,
      tone: record.state === 'expired' ? 'bad' : 'warn',
      title: record.state === 'expired' ? t`Evidence has run out: ${record.title}` : t`Evidence runs out soon: ${record.title}`,
      text: t`Valid until ${format.date(record.expires_on)}. What it proved leaves the notice after that.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/promises' },
      dueAt: record.expires_on,
    });
  }
  if (retention.data) {
    const link: LinkProps = { from: '/w/$slug', to: '/w/$slug/privacy/retention' };
    const late = retention.data.classes.filter((row) => row.is_overdue).length;
    if (late > 0) {
      add({
        id: 'retention-late',
        tone: 'bad',
        title: t`${plural(late, { one: '# kind of data is older than allowed', other: '# kinds of data are older than allowed' })}`,
        text: t`The hourly sweep has not removed it. See which, and why.`,
        link,
      });
    }
    if (retention.data.decided_at === null) {
      add({
        id: 'retention',
        tone: 'warn',
        title: t`Nobody has decided how long data is kept`,
        text: t`Until then everything is kept for the longest time that is allowed.`,
        link,
      });
    }
  }
  const findings = erasures.data?.finding_count ?? 0;
  if (findings > 0) {
    add({
      id: 'erasures',
      tone: 'bad',
      title: t`Something of erased people was found`,
      text: t`${plural(findings, { one: '# row still points', other: '# rows still point' })} to somebody who was erased. Whoever runs Kabar should look.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/requests' },
    });
  }
  const waiting = form.data ?? 0;
  if (waiting > 0) {
    add({
      id: 'form',
      tone: 'info',
      title: t`${plural(waiting, { one: '# message of the contact form waits', other: '# messages of the contact form wait' })}`,
      text: t`Visitors hope for an answer.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/contact-form' },
    });
  }
  return duties.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone) || (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'));
}
