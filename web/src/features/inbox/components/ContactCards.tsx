import { Trans, useLingui } from '@lingui/react/macro';
import { Mail, Phone } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { asList, asRecord, textAt } from '../fns/read-content.ts';

function Card({ card }: { card: unknown }) {
  const { t } = useLingui();
  const format = useFormat();
  const record = asRecord(card);
  const name =
    textAt(card, 'name', 'formatted_name') || [textAt(card, 'name', 'first_name'), textAt(card, 'name', 'last_name')].join(' ').trim();
  const company = [textAt(card, 'org', 'title'), textAt(card, 'org', 'company')].filter(Boolean).join(', ');
  const phones = asList(record['phones'])
    .map((phone) => textAt(phone, 'phone') || textAt(phone, 'wa_id'))
    .filter(Boolean);
  const mails = asList(record['emails'])
    .map((mail) => textAt(mail, 'email'))
    .filter(Boolean);
  return (
    <div className="flex w-64 max-w-full items-start gap-3 py-1">
      <Avatar id={name + phones.join('')} name={name || null} size="lg" />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-medium wrap-anywhere">
          {name || <Trans>Contact without a name</Trans>}
        </p>
        {company ? (
          <p dir="auto" className="text-12 wrap-anywhere text-weak">
            {company}
          </p>
        ) : null}
        {phones.map((phone) => (
          <p key={phone} className="flex items-center gap-1.5 text-13 text-normal tabular-nums">
            <Phone aria-hidden className="size-3.5 shrink-0 text-weak" />
            <span className="min-w-0 flex-1 truncate">{format.phone(phone)}</span>
            <CopyButton size="sm" label={t`Copy the phone number`} text={phone} />
          </p>
        ))}
        {mails.map((mail) => (
          <p key={mail} className="flex items-center gap-1.5 text-13 text-normal">
            <Mail aria-hidden className="size-3.5 shrink-0 text-weak" />
            <span className="min-w-0 truncate">{mail}</span>
          </p>
        ))}
      </div>
    </div>
  );
}

/** Contact cards that somebody shared. */
export function ContactCards({ cards }: { cards: readonly unknown[] }) {
  return (
    <div className="divide-y divide-strong/10">
      {cards.map((card, index) => (
        // Cards of one message never change places.
        <Card key={index} card={card} />
      ))}
    </div>
  );
}
