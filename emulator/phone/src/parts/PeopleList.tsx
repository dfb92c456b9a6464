import { Plus, Search, WifiOff } from 'lucide-react';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../data/api.ts';
import type { CustomerView } from '../data/api.ts';
import { fieldText, nameOf } from '../data/formats.ts';
import { Avatar } from './Avatar.tsx';

function AddPerson({ onAdded }: { onAdded: (customer: CustomerView) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!isOpen) {
    return (
      <button type="button" className="button add-person" onClick={() => setIsOpen(true)}>
        <Plus size={16} aria-hidden /> New person
      </button>
    );
  }
  async function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const phone = fieldText(form, 'phone');
    const username = fieldText(form, 'username');
    try {
      const customer = await api.createCustomer({
        name: fieldText(form, 'name'),
        ...(phone === '' ? {} : { phone }),
        ...(username === '' ? {} : { username }),
      });
      setIsOpen(false);
      setProblem(null);
      onAdded(customer);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work.');
    }
  }
  return (
    <form className="add-person-form" onSubmit={(event) => void handleSubmit(event)}>
      <label>
        Name
        <input className="field" name="name" required autoFocus autoComplete="off" />
      </label>
      <label>
        Phone <small>leave empty for somebody who only has a username</small>
        <input className="field" name="phone" inputMode="tel" placeholder="+62 812-0000-0107" autoComplete="off" />
      </label>
      <label>
        Username <small>optional</small>
        <input className="field" name="username" autoComplete="off" />
      </label>
      {problem === null ? null : (
        <p className="note bad" role="alert">
          {problem}
        </p>
      )}
      <div className="form-actions">
        <button type="submit" className="button primary">
          Add
        </button>
        <button type="button" className="button" onClick={() => setIsOpen(false)}>
          Cancel
        </button>
      </div>
    </form>
  );
}

/** The simulated people; choosing one shows their phone. */
export function PeopleList({
  people,
  search,
  selectedId,
  onSearch,
  onSelect,
}: {
  people: CustomerView[];
  search: string;
  selectedId: string | null;
  onSearch: (text: string) => void;
  onSelect: (id: string) => void;
}) {
  return (
    <aside className="people" aria-label="People">
      <div className="people-head">
        <h2>People</h2>
        <p>Each has a phone of their own. Choose one and write.</p>
        <label className="search">
          <Search size={16} aria-hidden />
          <span className="visually-hidden">Search people</span>
          <input value={search} onChange={(event) => onSearch(event.target.value)} placeholder="Name or number" />
        </label>
      </div>
      <ul>
        {people.map((customer) => (
          <li key={customer.id}>
            <button
              type="button"
              className="person"
              aria-current={customer.id === selectedId ? 'true' : undefined}
              onClick={() => onSelect(customer.id)}
            >
              <Avatar name={nameOf(customer)} />
              <span className="person-words">
                <span className="person-name">{nameOf(customer)}</span>
                <small>{customer.note || (customer.phone ? `+${customer.phone}` : `@${customer.username ?? ''}`)}</small>
              </span>
              {customer.isOnline ? null : <WifiOff size={15} aria-label="Offline" />}
            </button>
          </li>
        ))}
        {people.length === 0 ? <li className="empty-line">Nobody is called that.</li> : null}
      </ul>
      <AddPerson onAdded={(customer) => onSelect(customer.id)} />
    </aside>
  );
}
