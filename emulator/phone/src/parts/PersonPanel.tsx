import { useState } from 'react';
import type { FormEvent } from 'react';
import { api } from '../data/api.ts';
import type { ChatSummary, CustomerView } from '../data/api.ts';
import { fieldText, formatTime, nameOf } from '../data/formats.ts';
import { Switch } from './Switch.tsx';

const FAILURES = [
  { code: null, words: 'Everything arrives' },
  { code: 131026, words: 'Not reachable (131026)' },
  { code: 131049, words: 'Held back by Meta (131049)' },
  { code: 131050, words: 'Stopped marketing (131050)' },
  { code: 131042, words: 'Payment problem (131042)' },
  { code: 131000, words: 'Something went wrong (131000)' },
] as const;

function windowWords(summary: ChatSummary | null): string {
  const closesAtMs = summary?.windowClosesAtMs ?? null;
  if (closesAtMs === null) return 'Never wrote: only templates reach this person';
  const leftMs = closesAtMs - Date.now();
  if (leftMs <= 0) return 'Closed: only templates reach this person';
  return leftMs > 3_600_000 ? `Open for ${Math.round(leftMs / 3_600_000)} hours` : `Open until ${formatTime(closesAtMs)}`;
}

/** Everything about the chosen person that a phone does not show. */
export function PersonPanel({
  customer,
  summary,
  onProblem,
}: {
  customer: CustomerView;
  summary: ChatSummary | null;
  onProblem: (message: string | null) => void;
}) {
  const [isMoving, setIsMoving] = useState(false);
  const update = (fields: Partial<CustomerView>) => {
    api.updateCustomer(customer.id, fields).then(
      () => onProblem(null),
      (error: unknown) => onProblem(error instanceof Error ? error.message : 'That was not saved.'),
    );
  };
  async function handleMove(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    try {
      await api.changePhone(customer.id, fieldText(new FormData(event.currentTarget), 'phone'));
      setIsMoving(false);
      onProblem(null);
    } catch (error) {
      onProblem(error instanceof Error ? error.message : 'The number was not changed.');
    }
  }
  return (
    <aside className="person-panel" aria-label={`About ${nameOf(customer)}`}>
      <h2>{nameOf(customer)}</h2>
      {customer.note === '' ? null : <p className="person-note">{customer.note}</p>}
      <dl>
        <dt>Phone</dt>
        <dd>{customer.phone === null ? 'none' : `+${customer.phone}`}</dd>
        <dt>WhatsApp id</dt>
        <dd>{customer.waId ?? 'none'}</dd>
        <dt>User id</dt>
        <dd className="mono">{customer.userId}</dd>
        {customer.username === null ? null : (
          <>
            <dt>Username</dt>
            <dd>@{customer.username}</dd>
          </>
        )}
        <dt>Window</dt>
        <dd>{windowWords(summary)}</dd>
      </dl>
      <div className="panel-group">
        <Switch
          label="Online"
          hint="Off: messages wait, then arrive together"
          isOn={customer.isOnline}
          onChange={(isOnline) => update({ isOnline })}
        />
        <Switch
          label="Reads at once"
          hint="Also with the chat closed"
          isOn={customer.autoRead === true}
          onChange={(isOn) => update({ autoRead: isOn ? true : null })}
        />
        <Switch
          label="Hides the phone number"
          hint="As people with a username do"
          isOn={customer.hidesPhone}
          onChange={(hidesPhone) => update({ hidesPhone })}
        />
        <Switch label="Has WhatsApp" isOn={customer.hasWhatsApp} onChange={(hasWhatsApp) => update({ hasWhatsApp })} />
      </div>
      <label className="panel-field">
        Messages to this person
        <select
          className="field"
          value={customer.failCode ?? ''}
          onChange={(event) => update({ failCode: event.target.value === '' ? null : Number(event.target.value) })}
        >
          {FAILURES.map(({ code, words }) => (
            <option key={words} value={code ?? ''}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {isMoving ? (
        <form className="panel-field" onSubmit={(event) => void handleMove(event)}>
          <label>
            New phone number
            <input className="field" name="phone" inputMode="tel" required autoFocus placeholder="+62 812-0000-0199" />
          </label>
          <div className="form-actions">
            <button type="submit" className="button primary">
              Change
            </button>
            <button type="button" className="button" onClick={() => setIsMoving(false)}>
              Cancel
            </button>
          </div>
        </form>
      ) : (
        <button type="button" className="button" onClick={() => setIsMoving(true)}>
          Change phone number…
        </button>
      )}
    </aside>
  );
}
