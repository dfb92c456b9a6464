import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { LinkProps } from '@tanstack/react-router';
import { useFormat } from '#lib/use-format.ts';
import type { Tone } from '#ui/Banner.tsx';
import { enough, type useOffice } from '../api/queries.ts';

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
  const { requests, incidents, promises, evidence, retention, form, erasures, silent, notice, holds, disclosures, openings, recipients } =
    office;
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
  for (const one of disclosures.data ?? []) {
    add({
      id: one.id,
      tone: 'warn',
      title:
        one.status === 'recorded' ? t`An authority asks for data: ${one.authority}` : t`Approved, but not handed over: ${one.authority}`,
      text:
        one.status === 'recorded'
          ? t`A second person has to say whether it gets them.`
          : t`Write the files, hand them over, and note to whom.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/disclosures' },
      dueAt: one.due_on,
    });
  }
  for (const one of openings.data ?? []) {
    const name = one.asked_by_name ?? t`Somebody`;
    add({
      id: one.id,
      tone: 'warn',
      title: t`${name} asks to open sealed records`,
      text: t`It takes a second person. Say yes or no by ${format.dateTime(one.expires_at)}.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/retention', search: { tab: 'sealed' } },
      dueAt: one.expires_at,
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
  if (notice.data) {
    const link: LinkProps = { from: '/w/$slug', to: '/w/$slug/privacy/notice' };
    const { versions, missing, dropped, changes } = notice.data;
    if (versions.length === 0) {
      add({
        id: 'notice',
        tone: 'warn',
        title: t`You have no privacy notice yet`,
        text:
          missing.length === 0
            ? t`It is written and true. Read it and publish it.`
            : t`Some facts about your business are missing. Fill them in, and it can be published.`,
        link,
      });
    } else if (dropped.length > 0) {
      add({
        id: 'notice-untrue',
        tone: 'bad',
        title: t`${plural(dropped.length, { one: '# sentence of your notice is not true now', other: '# sentences of your notice are not true now' })}`,
        text: t`Nobody is shown what is not true. Make it hold again, or publish a new version.`,
        link,
      });
    } else if (changes.length > 0) {
      add({
        id: 'notice-new',
        tone: 'info',
        title: t`Your notice could say more than it does`,
        text: t`${plural(changes.length, { one: '# sentence is', other: '# sentences are' })} different from what you published. Read them and publish a new version.`,
        link,
      });
    }
  }
  for (const one of recipients.data ?? []) {
    add({
      id: one.id,
      tone: 'info',
      title: t`Somebody new will get data: ${one.name}`,
      text: one.starts_on === null ? t`Read who it is and what for.` : t`From ${format.date(one.starts_on)}. Until then you can object.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/recipients' },
      dueAt: one.starts_on,
    });
  }
  for (const hold of holds.data ?? []) {
    add({
      id: hold.id,
      tone: 'warn',
      title: t`Is this hold still needed? ${hold.reason}`,
      text: t`It was to be looked at on ${format.date(hold.review_on)}. Until it is released, nothing under it goes.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/retention', search: { tab: 'holds' } },
      dueAt: hold.review_on,
    });
  }
  const [soonest] = (silent.data ?? []).toSorted((a, b) => a.starts_at.localeCompare(b.starts_at));
  if (soonest !== undefined) {
    const count = silent.data?.length ?? 0;
    add({
      id: 'silent',
      tone: 'info',
      title:
        count < enough
          ? t`${plural(count, { one: '# person who fell silent is about to be erased', other: '# people who fell silent are about to be erased' })}`
          : t`More than ${enough} people who fell silent are about to be erased`,
      text: t`Your retention says so. Until ${format.dateTime(soonest.starts_at)} you can take it back.`,
      link: { from: '/w/$slug', to: '/w/$slug/privacy/erasures' },
      dueAt: soonest.starts_at,
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
      link: { from: '/w/$slug', to: '/w/$slug/privacy/erasures' },
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
