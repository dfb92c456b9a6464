import type { DenialReason, PrivacyRequestChannel, PrivacyRequestKind, PrivacyRequestState, PrivacyRequestTab } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A clock as stored: times as ISO text. */
export type StoredClock = {
  basis: 'ID' | 'IN' | 'EU' | 'UK' | 'US-CA' | 'workspace';
  ackDueAt: string | null;
  actionDueAt: string;
  extendUntil: string | null;
  notify: string[];
  source: { title: string; url: string; readOn: string } | null;
};

export type CreatorKind = 'member' | 'api_key' | 'person' | 'operator' | 'system';

/** A request as stored. */
export type RequestRow = {
  workspaceId: string;
  id: string;
  kind: PrivacyRequestKind;
  kindGuessed: boolean;
  purpose: string | null;
  state: PrivacyRequestState;
  channel: PrivacyRequestChannel;
  contactId: string | null;
  userId: string | null;
  subjectSealed: Buffer | null;
  subjectHash: Buffer | null;
  language: 'en' | 'id';
  residence: string | null;
  country: string | null;
  isChild: boolean;
  receivedAt: Date;
  clocks: StoredClock[];
  ackDueAt: Date | null;
  ackedAt: Date | null;
  dueAt: Date;
  extendUntil: Date | null;
  extendedAt: Date | null;
  extensionSealed: Buffer | null;
  identity: 'open' | 'code_sent' | 'proved' | 'judged';
  identityMethod: 'whatsapp_code' | 'mail_code' | 'whatsapp_sender' | 'account' | 'judged' | null;
  identityBy: string | null;
  identityAt: Date | null;
  identitySealed: Buffer | null;
  plannedBy: string | null;
  approvedBy: string | null;
  vetoUntil: Date | null;
  hasRestricted: boolean;
  denial: DenialReason | null;
  denialSealed: Buffer | null;
  duplicateOf: string | null;
  forwardWorkspaceId: string | null;
  forwardId: string | null;
  forwardQueue: 'operator' | 'workspace' | null;
  forwardDirection: 'to' | 'from' | null;
  exportId: string | null;
  erasureId: string | null;
  answerSealed: Buffer | null;
  replySealed: Buffer | null;
  reminded: number;
  receipt: unknown;
  createdKind: CreatorKind;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  taskCount: number;
  tasksDone: number;
};

const names = {
  workspaceId: 'workspace_id',
  id: 'id',
  kind: 'kind',
  kindGuessed: 'kind_guessed',
  purpose: 'purpose',
  state: 'state',
  channel: 'channel',
  contactId: 'contact_id',
  userId: 'user_id',
  subjectSealed: 'subject_sealed',
  subjectHash: 'subject_hash',
  language: 'language',
  residence: 'residence',
  country: 'country',
  isChild: 'is_child',
  receivedAt: 'received_at',
  clocks: 'clocks',
  ackDueAt: 'ack_due_at',
  ackedAt: 'acked_at',
  dueAt: 'due_at',
  extendUntil: 'extend_until',
  extendedAt: 'extended_at',
  extensionSealed: 'extension_sealed',
  identity: 'identity',
  identityMethod: 'identity_method',
  identityBy: 'identity_by',
  identityAt: 'identity_at',
  identitySealed: 'identity_sealed',
  plannedBy: 'planned_by',
  approvedBy: 'approved_by',
  vetoUntil: 'veto_until',
  hasRestricted: 'has_restricted',
  denial: 'denial',
  denialSealed: 'denial_sealed',
  duplicateOf: 'duplicate_of',
  forwardWorkspaceId: 'forward_workspace_id',
  forwardId: 'forward_id',
  forwardQueue: 'forward_queue',
  forwardDirection: 'forward_direction',
  exportId: 'export_id',
  erasureId: 'erasure_id',
  answerSealed: 'answer_sealed',
  replySealed: 'reply_sealed',
  reminded: 'reminded',
  receipt: 'receipt',
  createdKind: 'created_kind',
  createdBy: 'created_by',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  closedAt: 'closed_at',
} as const;

type Field = keyof typeof names;
const fields = Object.keys(names) as Field[]; // the keys of the literal above

const columns = `${fields.map((field) => `r.${names[field]} as "${field}"`).join(', ')},
  (select count(*)::int from privacy_request_tasks t where t.workspace_id = r.workspace_id and t.request_id = r.id) as "taskCount",
  (select count(*)::int from privacy_request_tasks t where t.workspace_id = r.workspace_id and t.request_id = r.id
                                                       and t.state in ('done', 'skipped')) as "tasksDone"`;

/** What is known of a request when it is recorded. */
export type NewRequest = Omit<RequestRow, 'taskCount' | 'tasksDone'>;

/** Records a request. */
export function insertRequest(row: NewRequest): Statement {
  return {
    name: 'privacy_requests_insert',
    text: `insert into privacy_requests (${fields.map((field) => names[field]).join(', ')}) values (${fields.map((_, at) => `$${at + 1}`).join(', ')})`,
    values: fields.map((field) => jsonOf(field, row[field])),
  };
}

/** What can change of a request. */
export type RequestPatch = Partial<
  Omit<NewRequest, 'workspaceId' | 'id' | 'createdKind' | 'createdBy' | 'createdAt' | 'channel' | 'receivedAt'>
>;

/** Changes a request while it is in one of `states`; gives its id when it was. */
export function updateRequest(
  workspaceId: string,
  id: string,
  states: readonly PrivacyRequestState[],
  patch: RequestPatch,
  at: Date,
): Statement {
  const changed = fields.filter((field) => field in patch && field !== 'updatedAt');
  const values: unknown[] = [workspaceId, id, states, at];
  const sets = changed.map((field) => {
    values.push(jsonOf(field, (patch as Record<string, unknown>)[field]));
    return `${names[field]} = $${values.length}`;
  });
  return {
    text: `update privacy_requests set ${['updated_at = $4', ...sets].join(', ')}
            where workspace_id = $1 and id = $2 and state = any($3::text[]) returning id`,
    values,
  };
}

/** One request. */
export function selectRequest(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from privacy_requests r where r.workspace_id = $1 and r.id = $2`, values: [workspaceId, id] };
}

/** One request, locked until the transaction ends. */
export function lockRequest(workspaceId: string, id: string): Statement {
  return {
    text: `select ${columns} from privacy_requests r where r.workspace_id = $1 and r.id = $2 for update of r`,
    values: [workspaceId, id],
  };
}

const tabs: Record<PrivacyRequestTab, string> = {
  open: 'r.closed_at is null',
  identity: `r.closed_at is null and r.state in ('received', 'identity_check')`,
  decide: `r.closed_at is null and r.state in ('planned', 'veto_window')`,
  running: `r.closed_at is null and r.state in ('executing', 'verifying', 'partial')`,
  closed: 'r.closed_at is not null',
};

/** A page of requests: open ones by what is due first, closed ones newest first. `after` is the position of the last row seen. */
export function selectRequests(
  workspaceId: string,
  filter: {
    tab: PrivacyRequestTab;
    kind: PrivacyRequestKind | null;
    contactId: string | null;
    after: readonly [Date, string] | null;
    limit: number;
  },
): Statement {
  const isClosed = filter.tab === 'closed';
  const order = isClosed ? 'r.closed_at desc, r.id desc' : 'r.due_at, r.id';
  const beyond = isClosed ? '(r.closed_at, r.id) < ($4::timestamptz, $5::uuid)' : '(r.due_at, r.id) > ($4::timestamptz, $5::uuid)';
  return {
    text: `
      select ${columns} from privacy_requests r
       where r.workspace_id = $1 and ($2::text is null or r.kind = $2) and ($3::uuid is null or r.contact_id = $3) and ${tabs[filter.tab]}
         and ($4::timestamptz is null or ${beyond})
       order by ${order} limit $6`,
    values: [workspaceId, filter.kind, filter.contactId, filter.after?.[0] ?? null, filter.after?.[1] ?? null, filter.limit],
  };
}

/** How many requests stand where. */
export function countRequests(workspaceId: string, now: Date): Statement {
  const soon = new Date(now.getTime() + 86_400_000);
  const count = (condition: string): string => `(count(*) filter (where ${condition}))::int`;
  return {
    text: `
      select ${count(tabs.open)} as open, ${count(tabs.identity)} as identity, ${count(tabs.decide)} as decide, ${count(tabs.running)} as running,
             ${count(tabs.closed)} as closed, ${count(`${tabs.open} and r.due_at < $2`)} as overdue,
             ${count(`${tabs.open} and r.due_at >= $2 and r.due_at < $3`)} as due_soon
        from privacy_requests r where r.workspace_id = $1`,
    values: [workspaceId, now, soon],
  };
}

/** An open request of the same person about the same thing, the oldest; not the one itself. */
export function selectSame(
  workspaceId: string,
  of: {
    id: string;
    kind: PrivacyRequestKind;
    purpose: string | null;
    contactId: string | null;
    userId: string | null;
    subjectHash: Buffer | null;
  },
): Statement {
  return {
    text: `
      select id from privacy_requests
       where workspace_id = $1 and id <> $2 and kind = $3 and purpose is not distinct from $4 and closed_at is null
         and (contact_id = $5 or user_id = $6 or subject_hash = $7)
       order by received_at, id limit 1`,
    values: [workspaceId, of.id, of.kind, of.purpose, of.contactId, of.userId, of.subjectHash],
  };
}

/** Requests of one person, newest first. */
export function selectRequestsOf(workspaceId: string, contactId: string, limit: number): Statement {
  return {
    text: `select ${columns} from privacy_requests r where r.workspace_id = $1 and r.contact_id = $2 order by r.received_at desc, r.id desc limit $3`,
    values: [workspaceId, contactId, limit],
  };
}

/** Requests about an account, newest first. */
export function selectRequestsOfUser(workspaceId: string, userId: string, limit: number): Statement {
  return {
    text: `select ${columns} from privacy_requests r where r.workspace_id = $1 and r.user_id = $2 order by r.received_at desc, r.id desc limit $3`,
    values: [workspaceId, userId, limit],
  };
}

/** Takes a request up for work when nobody else has it until `leaseUntil`. Gives whether it did. */
export function claimRequest(workspaceId: string, id: string, now: Date, leaseUntil: Date): Statement {
  return {
    text: `
      update privacy_requests set lease_until = $4
       where workspace_id = $1 and id = $2 and state in ('executing', 'verifying') and (lease_until is null or lease_until <= $3)
      returning id`,
    values: [workspaceId, id, now, leaseUntil],
  };
}

/** Lets go of a request. */
export function releaseRequest(workspaceId: string, id: string): Statement {
  return { text: 'update privacy_requests set lease_until = null where workspace_id = $1 and id = $2', values: [workspaceId, id] };
}

/** Requests of all workspaces whose time to be stopped is over. */
export function selectVetoOver(now: Date, limit: number): Statement {
  return {
    text: `select workspace_id as "workspaceId", id from privacy_requests
            where closed_at is null and state = 'veto_window' and veto_until <= $1 order by veto_until limit $2`,
    values: [now, limit],
  };
}

/** Requests of all workspaces that are being worked on and that nobody has in hand. */
export function selectUnattended(now: Date, limit: number): Statement {
  return {
    text: `select r.workspace_id as "workspaceId", r.id from privacy_requests r
            where r.closed_at is null and r.state in ('executing', 'verifying') and (r.lease_until is null or r.lease_until <= $1)
            order by r.due_at limit $2`,
    values: [now, limit],
  };
}

/** Open requests of all workspaces of which a share of the time is over that nobody was reminded of. Bits: 1 half, 2 four fifths, 4 all. */
export function selectToRemind(now: Date, limit: number): Statement {
  return {
    text: `
      select * from (
        select r.workspace_id as "workspaceId", r.id, r.due_at as "dueAt", r.reminded,
               case when $1 >= r.due_at then 7
                    when $1 >= r.received_at + (r.due_at - r.received_at) * 0.8 then 3
                    when $1 >= r.received_at + (r.due_at - r.received_at) * 0.5 then 1 else 0 end as due
          from privacy_requests r where r.closed_at is null) r
       where (r.due & ~r.reminded::int) <> 0 order by r."dueAt" limit $2`,
    values: [now, limit],
  };
}

/** The request in a queue that was handed over from another one. */
export function selectForwarded(workspaceId: string, fromWorkspaceId: string, fromId: string): Statement {
  return {
    text: `select id from privacy_requests where workspace_id = $1 and forward_workspace_id = $2 and forward_id = $3 and forward_direction = 'from'`,
    values: [workspaceId, fromWorkspaceId, fromId],
  };
}

function jsonOf(field: Field, value: unknown): unknown {
  return (field === 'clocks' || field === 'receipt') && value !== null && value !== undefined ? JSON.stringify(value) : value;
}
