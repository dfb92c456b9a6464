import type { Contact } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useDeferredValue, useState } from 'react';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { SearchInput } from '#ui/Input.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useContacts, useFoundContacts } from '../../api/queries.ts';
import { ContactName } from '../ContactName.tsx';

const mostShown = 8;

/** Finds another contact by name or number; begins with those who wrote last. */
export function ContactPicker({ exceptId, onPick }: { exceptId: string; onPick: (contact: Contact) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const found = useFoundContacts(wanted);
  const latest = useContacts({ sort: undefined, segment: undefined, filter: undefined }, wanted === '');
  const list = wanted === '' ? latest : found;
  const rows = (list.data ?? []).filter(({ id }) => id !== exceptId).slice(0, mostShown);
  return (
    <div className="flex flex-col gap-2">
      <SearchInput label={t`Name or whole phone number`} clearLabel={t`Empty the search`} value={text} onValueChange={setText} />
      <ErrorBanner error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending ? <RowSkeletons label={t`Loading the contacts`} rows={3} /> : null}
      {list.data && rows.length === 0 ? (
        <p className="px-1 py-2 text-13 text-weak">
          <Trans>No other contact has this name or number.</Trans>
        </p>
      ) : null}
      <ul className="-mx-2 flex flex-col">
        {rows.map((contact) => (
          <li key={contact.id}>
            <button
              type="button"
              onClick={() => onPick(contact)}
              className="flex min-h-12 w-full items-center rounded-control px-2 py-1.5 text-left text-14 hover:bg-popup-hover"
            >
              <ContactName contact={contact} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
