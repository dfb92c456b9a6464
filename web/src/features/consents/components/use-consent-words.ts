import type { ConsentSource, ConsentState, ConsentStateName, Suppression } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { usePurposes } from '../api/queries.ts';

/** Legal bases as the contract names them. */
export type LegalBasis = 'consent' | 'contract' | 'legitimate_interest' | 'legal_obligation';

/** What consent means, in the reader's words. */
export interface ConsentWords {
  purpose: (key: string) => string;
  state: (state: ConsentState['state']) => string;
  source: (source: ConsentSource | 'manual') => string;
  basis: (basis: LegalBasis) => string;
  /** What holds now for a purpose, as a sentence. */
  now: (purpose: string, state: ConsentState['state']) => string;
  scope: (scope: Suppression['scope']) => string;
}

/** The words of consent. */
export function useConsentWords(): ConsentWords {
  const { t } = useLingui();
  const { data: purposes = [] } = usePurposes();
  const purpose = (key: string): string =>
    key === 'marketing' ? t`Marketing` : key === 'messages' ? t`All messages` : (purposes.find((one) => one.key === key)?.name ?? key);
  return {
    purpose,
    state: (state) =>
      ({
        unset: t`Never asked`,
        given: t`Agreed`,
        withdrawn: t`Took it back`,
        objected: t`Objected`,
        resumed: t`Wants it again`,
      })[state],
    source: (source) =>
      ({
        whatsapp_keyword: t`wrote it in WhatsApp`,
        whatsapp_button: t`pressed a button in WhatsApp`,
        whatsapp_preferences: t`chose it in the settings of WhatsApp`,
        form: t`a form`,
        paper: t`paper`,
        agent: t`told a member`,
        api: t`from a program`,
        import: t`an import`,
        manual: t`entered by hand`,
      })[source],
    basis: (basis) =>
      ({
        consent: t`Consent`,
        contract: t`Contract`,
        legitimate_interest: t`Legitimate interest`,
        legal_obligation: t`Legal obligation`,
      })[basis],
    now: (key, state: ConsentStateName | 'unset') => {
      if (key === 'marketing') {
        return {
          unset: t`Nobody has asked them about marketing messages.`,
          given: t`They agreed to marketing messages.`,
          withdrawn: t`They do not want marketing messages any more.`,
          objected: t`They objected to marketing messages.`,
          resumed: t`They want marketing messages again after a stop.`,
        }[state];
      }
      if (key === 'messages') {
        return {
          unset: t`They have not objected to messages from you.`,
          given: t`They agreed to messages from you.`,
          withdrawn: t`They want no messages at all.`,
          objected: t`They objected to every message.`,
          resumed: t`They want messages again after a stop.`,
        }[state];
      }
      const name = purpose(key);
      return {
        unset: t`${name}: never asked.`,
        given: t`${name}: they agreed.`,
        withdrawn: t`${name}: they took it back.`,
        objected: t`${name}: they objected.`,
        resumed: t`${name}: they want it again.`,
      }[state];
    },
    scope: (scope) => (scope === 'all' ? t`Nothing is sent to this address` : t`No marketing is sent to this address`),
  };
}
