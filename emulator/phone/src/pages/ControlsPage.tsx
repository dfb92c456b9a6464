import { FastForward, RotateCcw } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import { api } from '../data/api.ts';
import type { Behaviours, TemplateView } from '../data/api.ts';
import { CONTROL_GROUPS, patchAt, valueAt } from '../data/controls.ts';
import type { Control, ControlGroup } from '../data/controls.ts';
import { useStream } from '../data/use-stream.ts';
import { Switch } from '../parts/Switch.tsx';
import { TopBar } from '../parts/TopBar.tsx';

type Change = (path: string, value: unknown) => void;

function Percent({ id, value, onChange }: { id: string; value: number; onChange: (value: number) => void }) {
  const percent = Math.round(value * 100);
  return (
    <span className="percent">
      <input id={id} type="range" min={0} max={100} value={percent} onChange={(event) => onChange(Number(event.target.value) / 100)} />
      <output>{percent} %</output>
    </span>
  );
}

/** A fault by chance, or for exactly the next calls. */
function FaultRow({ control, value, onChange }: { control: Control; value: unknown; onChange: Change }) {
  const id = useId();
  return (
    <fieldset className="fault">
      <legend>
        {control.label}
        <small>{control.hint}</small>
      </legend>
      <label htmlFor={id}>By chance</label>
      <Percent id={id} value={Number(valueAt(value, 'probability'))} onChange={(next) => onChange(`${control.path}.probability`, next)} />
      <label className="next">
        or exactly the next
        <input
          className="field"
          type="number"
          min={0}
          max={10_000}
          value={Number(valueAt(value, 'next'))}
          onChange={(event) => onChange(`${control.path}.next`, Math.min(10_000, Math.max(0, Math.trunc(Number(event.target.value)))))}
        />
      </label>
    </fieldset>
  );
}

function ControlRow({ control, value, onChange }: { control: Control; value: unknown; onChange: Change }) {
  const id = useId();
  const { path, label, hint } = control;
  if (control.kind === 'switch') {
    return <Switch label={label} hint={hint} isOn={value === true} onChange={(isOn) => onChange(path, isOn)} />;
  }
  if (control.kind === 'fault') return <FaultRow control={control} value={value} onChange={onChange} />;
  return (
    <div className="control-row">
      <label htmlFor={id}>
        {label}
        {hint === undefined ? null : <small>{hint}</small>}
      </label>
      {control.kind === 'percent' ? <Percent id={id} value={Number(value)} onChange={(next) => onChange(path, next)} /> : null}
      {control.kind === 'number' ? (
        <span className="number">
          <input
            id={id}
            className="field"
            type="number"
            min={control.min}
            max={control.max}
            value={Number(value)}
            onChange={(event) => onChange(path, Math.min(control.max, Math.max(control.min, Math.trunc(Number(event.target.value)))))}
          />
          {control.unit}
        </span>
      ) : null}
      {control.kind === 'choice' ? (
        <select id={id} className="field" value={String(value)} onChange={(event) => onChange(path, event.target.value)}>
          {control.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : null}
    </div>
  );
}

function GroupCard({ group, behaviours, onChange }: { group: ControlGroup; behaviours: Behaviours; onChange: Change }) {
  return (
    <section className="card">
      <h3>{group.title}</h3>
      <p>{group.what}</p>
      {group.controls.map((control) => (
        <ControlRow key={control.path} control={control} value={valueAt(behaviours, control.path)} onChange={onChange} />
      ))}
    </section>
  );
}

const JUMPS = [
  { label: '1 hour', byMs: 3_600_000 },
  { label: '24 hours', byMs: 86_400_000 },
  { label: '7 days', byMs: 604_800_000 },
] as const;

function TimeCard() {
  const [clock, setClock] = useState<{ nowMs: number; offsetMs: number } | null>(null);
  useEffect(() => {
    const load = () => void api.clock().then(setClock, () => undefined);
    load();
    const timer = setInterval(load, 5000);
    return () => clearInterval(timer);
  }, []);
  return (
    <section className="card">
      <h3>Time</h3>
      <p>The emulator’s clock can only go forward: windows close, links expire, retries become due.</p>
      <p className="big">{clock === null ? '' : new Date(clock.nowMs).toLocaleString()}</p>
      <div className="card-buttons">
        {JUMPS.map(({ label, byMs }) => (
          <button key={label} type="button" className="button" onClick={() => void api.advance(byMs).then(setClock)}>
            <FastForward size={15} aria-hidden /> {label}
          </button>
        ))}
      </div>
    </section>
  );
}

const EVENTS: readonly { label: string; event: Record<string, unknown> }[] = [
  { label: 'Quality falls to red', event: { type: 'quality_update', quality: 'RED' } },
  { label: 'Quality is green again', event: { type: 'quality_update', quality: 'GREEN' } },
  { label: 'Limit rises to 10,000', event: { type: 'limit_update', limit: 'TIER_10K' } },
  { label: 'Throughput rises to 1,000', event: { type: 'throughput_upgrade' } },
  {
    label: 'Restricted for 7 days',
    event: { type: 'account_restriction', restrictionType: 'RESTRICTED_BIZ_INITIATED_MESSAGING', days: 7 },
  },
  { label: 'Account banned', event: { type: 'account_banned' } },
  { label: 'Account reinstated', event: { type: 'account_reinstated' } },
];

function EventsCard({ onDone }: { onDone: (sentence: string) => void }) {
  const [templates, setTemplates] = useState<TemplateView[]>([]);
  const load = useCallback(() => void api.templates().then(setTemplates), []);
  useEffect(load, [load]);
  return (
    <section className="card">
      <h3>Events</h3>
      <p>Things Meta tells about the account, its numbers and its templates.</p>
      <div className="card-buttons">
        {EVENTS.map(({ label, event }) => (
          <button
            key={label}
            type="button"
            className="button"
            onClick={() => void api.accountEvent(event).then(() => onDone(`${label}: told.`))}
          >
            {label}
          </button>
        ))}
      </div>
      <ul className="template-list">
        {templates.map((template) => (
          <li key={template.id}>
            <span>
              <strong>{template.name}</strong> <small>{template.language}</small>
            </span>
            <select
              className="field"
              aria-label={`State of ${template.name}`}
              value={template.status}
              onChange={(event) => {
                const status = event.target.value;
                void api.setTemplateStatus(template.id, status, status === 'PAUSED' ? 'FIRST_PAUSE' : undefined).then(load);
              }}
            >
              {['PENDING', 'APPROVED', 'REJECTED', 'PAUSED', 'DISABLED'].map((status) => (
                <option key={status}>{status}</option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Ledger = Awaited<ReturnType<typeof api.ledger>>;

function LedgerCard({ onDone }: { onDone: (sentence: string) => void }) {
  const [ledger, setLedger] = useState<Ledger | null>(null);
  useEffect(() => {
    const load = () => void api.ledger().then(setLedger, () => undefined);
    load();
    const timer = setInterval(load, 3000);
    return () => clearInterval(timer);
  }, []);
  const figures: [string, number][] = ledger
    ? [
        ['Messages accepted', ledger.messages.accepted],
        ['Sent twice', ledger.messages.duplicateCallbackData],
        ['Delivered', (ledger.messages.byState['delivered'] ?? 0) + (ledger.messages.byState['read'] ?? 0)],
        ['Failed', ledger.messages.byState['failed'] ?? 0],
        ['Written by people', ledger.messages.inbound],
        ['Webhooks waiting', ledger.webhooks.byState['pending'] ?? 0],
      ]
    : [];
  return (
    <section className="card">
      <h3>Ledger</h3>
      <p>What really happened, for comparing.</p>
      <dl className="figures">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value.toLocaleString()}</dd>
          </div>
        ))}
      </dl>
      <div className="card-buttons">
        <button
          type="button"
          className="button"
          onClick={() => void api.retryWebhooks().then(({ retried }) => onDone(`${retried} waiting webhooks were tried again.`))}
        >
          Try waiting webhooks now
        </button>
      </div>
    </section>
  );
}

/** Switches for faults, time and events. */
export function ControlsPage() {
  const [behaviours, setBehaviours] = useState<Behaviours | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const load = useCallback(() => void api.behaviours().then(setBehaviours, () => undefined), []);
  useEffect(() => {
    document.title = 'Weather';
    load();
  }, [load]);
  const isConnected = useStream(null, (event) => event.type === 'behaviours' && load(), load);

  function change(path: string, value: unknown) {
    api.setBehaviours(patchAt(path, value)).then(
      (changed) => {
        setBehaviours(changed);
        setNotice(null);
      },
      (error: unknown) => setNotice(error instanceof Error ? error.message : 'That was not accepted.'),
    );
  }

  return (
    <div className="app">
      <TopBar current="/controls" isConnected={isConnected} />
      <main className="controls">
        <div className="page-head">
          <div>
            <h2>Weather</h2>
            <p>Make Meta behave as it does on bad days, and see that nothing is lost.</p>
          </div>
          <button type="button" className="button" onClick={() => void api.resetBehaviours().then(setBehaviours)}>
            <RotateCcw size={15} aria-hidden /> All back to normal
          </button>
        </div>
        {notice === null ? null : (
          <p className="note" role="status">
            {notice}
          </p>
        )}
        <div className="cards">
          {behaviours === null
            ? null
            : CONTROL_GROUPS.map((group) => <GroupCard key={group.title} group={group} behaviours={behaviours} onChange={change} />)}
          <TimeCard />
          <LedgerCard onDone={setNotice} />
          <EventsCard onDone={setNotice} />
        </div>
      </main>
    </div>
  );
}
