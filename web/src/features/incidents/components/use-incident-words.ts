import type { BreachLaw, DataKind, IncidentClock, IncidentEntry, IncidentFact, IncidentPerson, IncidentStep } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

/** Words for what incidents are made of, in the reader's language. */
export interface IncidentWords {
  laws: Readonly<Record<BreachLaw, string>>;
  data: Readonly<Record<DataKind, string>>;
  facts: Readonly<Record<IncidentFact, { label: string; hint: string }>>;
  steps: Readonly<Record<IncidentStep, string>>;
  clocks: Readonly<Record<IncidentClock['state'], string>>;
  outcomes: Readonly<Record<IncidentPerson['outcome'], string>>;
  entries: Readonly<Record<IncidentEntry['kind'], string>>;
  party: (clock: Pick<IncidentClock, 'party' | 'authority'>) => string;
  reason: (reason: string) => string;
}

/** Gives the words. */
export function useIncidentWords(): IncidentWords {
  const { t } = useLingui();
  return {
    laws: { ID: t`Indonesia`, IN: t`India`, EU: t`European Union`, UK: t`United Kingdom`, 'US-CA': t`California` },
    data: {
      contact_details: t`Names and contact details`,
      message_content: t`Messages`,
      media: t`Pictures and files`,
      notes: t`Internal notes`,
      consent_records: t`Records of consent`,
      member_accounts: t`Accounts of members`,
      sessions: t`Open sign-ins`,
      api_keys: t`API keys`,
      webhook_payloads: t`Message data on its way`,
      exports: t`Exported files`,
      technical_data: t`Technical data`,
    },
    facts: {
      what_happened: { label: t`What happened`, hint: t`When and how, in two or three sentences.` },
      consequences: { label: t`What it may mean for people`, hint: t`For example: somebody may pretend to be us.` },
      measures: { label: t`What you did and will do`, hint: t`For example: all sign-ins were ended.` },
      advice: { label: t`What people can do themselves`, hint: t`For example: do not answer messages that ask for money.` },
      contact: { label: t`Who answers questions`, hint: t`A name, and how to reach them.` },
      cause: { label: t`Cause`, hint: t`May stay empty until you know it. Needed to close.` },
    },
    steps: {
      describe: t`Describe what happened, so that the notices can be written.`,
      assess: t`Find out who is concerned.`,
      tell_authority: t`Tell the authority: copy the draft, send it, then record it here.`,
      tell_workspaces: t`Tell the workspaces concerned, so that they can act.`,
      tell_persons: t`Tell the people concerned.`,
      close: t`Everything is settled. Write down what you learned, and close.`,
      done: t`Closed. Open it again when something new comes to light.`,
    },
    clocks: {
      running: t`Running`,
      late: t`Late`,
      met: t`Done in time`,
      met_late: t`Done, late`,
      dismissed: t`Does not apply`,
      waiting: t`Begins later`,
    },
    outcomes: { not_told: t`Not told yet`, sending: t`On its way`, told: t`Told`, unreachable: t`Not reached` },
    entries: {
      recorded: t`Recorded`,
      changed: t`Changed`,
      assessed: t`Looked who is concerned`,
      noted: t`Note`,
      clock_met: t`A duty was met`,
      clock_dismissed: t`A duty does not apply`,
      persons_told: t`Began to tell the people`,
      workspaces_told: t`Told the workspaces`,
      told_by_operator: t`Whoever runs the installation told us`,
      reminded: t`Reminded`,
      closed: t`Closed`,
      reopened: t`Opened again`,
    },
    party: ({ party, authority }) =>
      party === 'authority' ? (authority ?? t`The authority`) : party === 'persons' ? t`The people concerned` : t`The workspaces concerned`,
    reason: (reason) =>
      ({
        window_closed: t`More than 24 hours since their last message: choose a template, or write another way.`,
        number_disconnected: t`The number is disconnected.`,
        no_address: t`There is no way to write to them here.`,
        contact_suppressed: t`They want no messages. Write another way.`,
        contact_restricted: t`Their data is restricted. Write another way.`,
      })[reason] ?? t`The message did not go out (${reason}).`,
  };
}
