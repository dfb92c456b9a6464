import { PERSONAL_DATA_NAMES, periodWords, PURPOSES } from '@kabar/contract';
import type {
  DataClass,
  DataMapEntry,
  InLanguages,
  LegalBasis,
  ProcessingActivity,
  RecordOfProcessing,
  RetentionClass,
  Whose,
} from '@kabar/contract';
import { balancingNote } from './balancing-notes.ts';
import type { DataCatalogueContext, Recipient } from './data-catalogue-context.ts';
import { securityMeasures } from './measures.ts';
import { presentEntries } from './present-entries.ts';

type Role = ProcessingActivity['role'];

/** Roles by person: a workspace decides about its customers; whoever runs Kabar decides about accounts and visitors. */
const roles: Readonly<Record<Exclude<Whose, 'nobody'>, Role>> = {
  contact: 'processor',
  third_person: 'processor',
  account: 'controller',
  visitor: 'controller',
};

/** Of what stands beside a member's id, such as a conversation, a recipient gets the customer's part; of accounts only these. */
const ofAccounts: ReadonlySet<DataClass> = new Set(['account', 'credential', 'session', 'mail', 'notification']);

/** The record of processing (GDPR art. 30) of a workspace, made from the catalogue, the policy and the recipients as they are now. */
export async function getRecordOfProcessing(ctx: DataCatalogueContext, workspaceId: string): Promise<RecordOfProcessing> {
  const [workspace, recipients, periods] = await Promise.all([
    ctx.nameOfWorkspace(workspaceId),
    ctx.recipientsOf(workspaceId),
    ctx.periodsOf(workspaceId),
  ]);
  const entries = presentEntries(ctx.catalogue);
  return {
    made_at: ctx.clock.now().toISOString(),
    workspace,
    activities: describeActivities(entries, recipients, periods),
    recipients: recipients.map(({ name, does, region, transfer }) => ({ name, does, region, transfer })),
    measures: securityMeasures.map((words) => ({ ...words })),
  };
}

/** One activity per purpose and role; data that is nobody's is no processing of personal data and left out. Pure. */
export function describeActivities(
  entries: readonly DataMapEntry[],
  recipients: readonly Recipient[],
  periods: ReadonlyMap<RetentionClass, string>,
): ProcessingActivity[] {
  return PURPOSES.flatMap((purpose) =>
    (['processor', 'controller'] as const).flatMap((role): ProcessingActivity[] => {
      const parts = entries
        .filter((entry) => entry.purpose === purpose)
        .map((entry) => ({ entry, fields: entry.fields.filter(({ whose }) => whose !== 'nobody' && roles[whose] === role) }))
        .filter(({ fields }) => fields.length > 0);
      if (parts.length === 0) return [];
      const fields = parts.flatMap((part) => part.fields);
      const classes = unique(fields.map((field) => field.class));
      const bases = unique(parts.map(({ entry }): LegalBasis => entry.legal_basis));
      const note = balancingNote(purpose, bases);
      return [
        {
          purpose,
          role,
          whose: unique(fields.map(({ whose }) => whose)),
          classes,
          legal_bases: bases,
          balancing_note: note === null ? null : { ...note },
          retention: uniqueRules(parts.map(({ entry }) => ruleOf(entry, entries, periods))),
          recipients: recipients
            .filter(
              (recipient) =>
                recipient.purposes.includes(purpose) &&
                recipient.classes.some((one) => classes.includes(one) && (role === 'processor' || ofAccounts.has(one))),
            )
            .map(({ name }) => name),
          encryption: unique(fields.map(({ encryption }) => encryption)),
          places: parts.map(({ entry }) => entry.id),
        },
      ];
    }),
  );
}

type Rule = ProcessingActivity['retention'][number];

function ruleOf(entry: DataMapEntry, entries: readonly DataMapEntry[], periods: ReadonlyMap<RetentionClass, string>, depth = 0): Rule {
  const { retention } = entry;
  switch (retention.by) {
    case 'policy': {
      const period = periods.get(retention.class);
      const name = PERSONAL_DATA_NAMES.retention[retention.class];
      if (period === undefined) {
        return {
          class: retention.class,
          rule: {
            en: `${name.en}: until the workspace deletes it`,
            id: `${name.id}: sampai ruang kerja menghapusnya`,
            hi: `${name.hi}: जब तक वर्कस्पेस न मिटाए`,
          },
        };
      }
      const words = periodWords(period);
      return { class: retention.class, rule: join(name, words) };
    }
    case 'fixed':
      return { class: null, rule: join(entry.holds, periodWords(retention.period)) };
    case 'row': {
      const parent = entries.find(({ place, name }) => place === 'table' && name === retention.of);
      return parent === undefined || depth > 5 ? asLongAs.workspace : ruleOf(parent, entries, periods, depth + 1);
    }
    case 'workspace':
    case 'account':
    case 'installation':
      return asLongAs[retention.by];
  }
}

const asLongAs: Readonly<Record<'workspace' | 'account' | 'installation', Rule>> = {
  workspace: {
    class: null,
    rule: { en: 'As long as the workspace exists', id: 'Selama ruang kerja ada', hi: 'जब तक वर्कस्पेस है' },
  },
  account: { class: null, rule: { en: 'As long as the account exists', id: 'Selama akun ada', hi: 'जब तक खाता है' } },
  installation: {
    class: null,
    rule: { en: 'As long as Kabar runs here', id: 'Selama Kabar berjalan di sini', hi: 'जब तक Kabar यहाँ चलता है' },
  },
};

function join(name: InLanguages, period: InLanguages): InLanguages {
  return { en: `${name.en}: ${period.en}`, id: `${name.id}: ${period.id}`, hi: `${name.hi}: ${period.hi}` };
}

function uniqueRules(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule, index) => rules.findIndex((other) => other.rule.en === rule.rule.en) === index);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
