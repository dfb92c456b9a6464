import type {
  DataKind,
  EgressPlace,
  ProcessorProblem,
  ProcessorPurpose,
  ProcessorRole,
  RecipientChange,
  TransferMechanism,
} from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

/** Words for the register, in the reader's language. */
export interface RecipientWords {
  roles: Readonly<Record<ProcessorRole, string>>;
  purposes: Readonly<Record<ProcessorPurpose, string>>;
  data: Readonly<Record<DataKind, string>>;
  mechanisms: Readonly<Record<TransferMechanism, string>>;
  problems: Readonly<Record<ProcessorProblem, string>>;
  outcomes: Readonly<Record<EgressPlace['outcome'], string>>;
  changes: Readonly<Record<RecipientChange['kind'], string>>;
  region: (region: string | null) => string;
  /** The name as recorded; what the installation itself recorded of this machine is said in the reader's language. */
  name: (recorded: string) => string;
}

/** Gives the words. */
export function useRecipientWords(): RecipientWords {
  const { t, i18n } = useLingui();
  const own: Readonly<Record<string, string>> = {
    'Your own machine': t`Your own machine`,
    'Database on this machine': t`Database on this machine`,
    'Emulator on this machine': t`Emulator on this machine`,
  };
  const names = new Intl.DisplayNames([i18n.locale], { type: 'region', fallback: 'code' });
  return {
    name: (recorded) => own[recorded] ?? recorded,
    roles: {
      processor: t`Works for us`,
      sub_processor: t`Works for one of them`,
      independent_controller: t`Decides by itself`,
      own_infrastructure: t`Own machine`,
    },
    purposes: {
      messaging: t`Delivering messages`,
      mail: t`Sending mail`,
      media_storage: t`Keeping files`,
      database: t`Database`,
      malware_scan: t`Checking files for malware`,
      hosting: t`Running the machines`,
      backup_storage: t`Keeping backups`,
      key_management: t`Keeping the root key`,
      payments: t`Payments`,
      analytics: t`Statistics`,
      support: t`Support`,
      identity: t`Sign-in`,
      webhook: t`Notices to your own systems`,
    },
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
    mechanisms: {
      adequacy: t`Adequate protection there`,
      standard_contractual_clauses: t`Standard contractual clauses`,
      binding_corporate_rules: t`Binding corporate rules`,
      binding_safeguards: t`Binding safeguards`,
      consent: t`Consent of the people`,
      contract_with_person: t`Needed for a contract with the person`,
    },
    problems: {
      region_missing: t`Country missing`,
      contract_missing: t`Contract missing`,
      assessment_missing: t`Assessment missing`,
      assessment_expired: t`Assessment is out of date`,
      transfer_missing: t`Transfer abroad not recorded`,
      not_announced: t`Not announced yet`,
      starts_later: t`Starts later`,
    },
    outcomes: {
      allowed: t`Allowed`,
      not_registered: t`Refused: not in the register`,
      other_purpose: t`Refused: other purpose`,
      not_active: t`Refused: not active`,
      no_transfer: t`Refused: no transfer recorded`,
      private_address: t`Refused: private address`,
      not_ready: t`Refused: register not read yet`,
    },
    changes: {
      added: t`added`,
      announced: t`announced`,
      activated: t`receives data now`,
      changed: t`changed`,
      ended: t`ended`,
      transfer_added: t`transfer recorded`,
      transfer_ended: t`transfer ended`,
    },
    region: (region) => (region === null ? t`Country unknown` : (names.of(region) ?? region)),
  };
}
