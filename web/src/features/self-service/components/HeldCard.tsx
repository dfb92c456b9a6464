import type { AttributeValue, HeldData } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';

/** An overview of what is held about the visitor. */
export function HeldCard({ held }: { held: HeldData }) {
  const { t } = useLingui();
  const format = useFormat();
  const kinds: Readonly<Record<string, string>> = {
    phone: t`Phone number`,
    wa_id: t`WhatsApp number`,
    bsuid: t`WhatsApp user id`,
    parent_bsuid: t`WhatsApp user id (group of companies)`,
    username: t`WhatsApp user name`,
    lid: t`Device id`,
  };
  const { counts } = held;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t`Name`, held.name ?? t`none`],
    ...(held.profile_name === null || held.profile_name === held.name ? [] : [[t`Name in WhatsApp`, held.profile_name] as const]),
    ...held.identifiers.map(
      ({ kind, value }) => [kinds[kind] ?? kind, kind === 'phone' || kind === 'wa_id' ? format.phone(value) : value] as const,
    ),
    ...held.details.map(({ label, value }) => [label, textOf(value)] as const),
    ...(held.stage === null ? [] : [[t`Stage`, held.stage] as const]),
    ...(held.tags.length === 0 ? [] : [[t`Tags`, held.tags.join(', ')] as const]),
    [t`Known since`, format.date(held.since)],
    [t`Conversations`, format.number(counts.conversations)],
    [t`Messages from you`, format.number(counts.messages_from_you)],
    [t`Messages to you`, format.number(counts.messages_to_you)],
    [t`Files`, format.number(counts.files)],
    [t`Notes about you`, format.number(counts.notes)],
  ];
  return (
    <Card
      title={<Trans>What is held about you</Trans>}
      description={<Trans>The overview. The copy below has all of it, every message and file included.</Trans>}
    >
      <dl className="grid gap-x-6 gap-y-2 text-14 sm:grid-cols-[12rem_minmax(0,1fr)]">
        {rows.map(([label, value], index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two rows may have the same label
          <div key={index} className="contents">
            <dt className="text-13 text-weak sm:text-14">{label}</dt>
            <dd className="wrap-anywhere text-strong max-sm:-mt-1.5">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function textOf(value: AttributeValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
