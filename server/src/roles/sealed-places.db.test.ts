import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '#platform/clock';
import type { KeyRing } from '#platform/crypto/data-key';
import { rootKeyLine, rootKeysFromText } from '#platform/crypto/root-keys';
import { open } from '#platform/crypto/seal';
import { withEngine, withTenant } from '#platform/db/tx';
import { createNotifications } from '#platform/events/notifications';
import { newUuid } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase } from '../../test/harness.ts';
import { sealPlace as auditPlace } from '../modules/audit/append-audit.ts';
import { contentAad } from '../modules/contact-forms/submit-form.ts';
import { boundTo } from '../modules/encryption/sealed-place.ts';
import type { SealedPlace } from '../modules/encryption/sealed-place.ts';
import { selectSealedValues } from '../modules/encryption/sealed-values.sql.ts';
import { foundPlace } from '../modules/erasure/erase-contact.ts';
import { exportPlace } from '../modules/exports/run-export.ts';
import { sealConsent, sealDetails as sealImportDetails } from '../modules/imports/present-import.ts';
import { filePlace } from '../modules/imports/upload-import.ts';
import { sealDetails, sealText as sealIncidentText } from '../modules/incidents/incident-details.ts';
import { installationId } from '../modules/keyring/index.ts';
import type { Keyring, SecretPlace } from '../modules/keyring/index.ts';
import { createKeyring } from '../modules/keyring/index.ts';
import { objectPlace, sealColumn, thumbnailPlace } from '../modules/media/media-keys.ts';
import { placeOf as personImportPlace } from '../modules/person-imports/present-person-import.ts';
import { archivePlace } from '../modules/person-imports/upload-person-import.ts';
import { mailSecretPlace } from '../modules/requests/office.ts';
import { notePlace } from '../modules/requests/read-requests.ts';
import { sealText as sealRequestText } from '../modules/requests/subject.ts';
import { holdPlace } from '../modules/retention/active-holds.ts';
import { sealReplyText } from '../modules/saved-replies/present-saved-reply.ts';
import { secretPlace } from '../modules/single-sign-on/load-provider.ts';
import { sealRequest, sealResponse } from '../modules/webhooks/deliveries/attempt-content.ts';
import { sealHeaders, sealSigningSecret, sealUrl, sealVerifyToken } from '../modules/webhooks/endpoints/endpoint-secrets.ts';
import { catalogue } from './personal-data.ts';
import { sealedElsewhere, sealedPlaces } from './sealed-places.ts';

const database = useTestDatabase();
const [workspaceId, id] = [newUuid(), newUuid()];
let keyring: Keyring;
let ring: KeyRing;

beforeAll(async () => {
  keyring = createKeyring({
    db: database.db,
    rootKeys: rootKeysFromText('environment', rootKeyLine(Buffer.alloc(32, 5))),
    clock: systemClock,
    notifications: createNotifications({ url: database.url, clock: systemClock, log: silentLog }),
  });
  await withTenant(database.db, workspaceId, (tx) => keyring.createWorkspaceKeys(tx, workspaceId));
  ring = await keyring.workspaceKeys(workspaceId);
});
afterAll(() => keyring.close());

const nameOf = ({ table, column }: Pick<SealedPlace, 'table' | 'column'>): string => `${table}.${column}`;

test('every sealed column of the catalogue is under a key that somebody thought of', () => {
  const sealed = [...catalogue.tables.values()].flatMap((table) =>
    table.columns
      .filter(
        ({ name, encryption }) =>
          name.endsWith('_sealed') || ['workspace_key', 'contact_key', 'installation_key', 'payload_key'].includes(encryption),
      )
      .map(({ name }) => `${table.name}.${name}`),
  );
  const listed = [...sealedPlaces.map(nameOf), ...Object.keys(sealedElsewhere)];
  expect(sealed.filter((name) => !listed.includes(name))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
  expect(sealed.length).toBeGreaterThan(60);
});

test('every place is SQL that the database takes, with and without a beginning', async () => {
  for (const place of sealedPlaces) {
    const after = (place.key ?? [['id', 'uuid'] as const]).map(([, type]) => (type === 'uuid' ? id : '1'));
    for (const from of [null, after]) {
      const { text, values = [] } = selectSealedValues(place, workspaceId, [1], from, 10);
      await expect(database.admin(text, [...values]), nameOf(place)).resolves.toEqual([]);
    }
  }
});

const asParts = ({ workspaceId: owner, table, column, rowId }: SecretPlace): string[] => [owner, table, column, rowId];
const ofObject = (place: readonly string[]): string[] => ['object key', ...place];

/** What the modules themselves bind values to, by place, for the row `id`. */
const bound: Readonly<Record<string, { row?: string; aad: readonly string[] }>> = {
  'audit_events.personal': { aad: auditPlace(workspaceId, id) },
  'contact_form_messages.content_sealed': { aad: contentAad(workspaceId, id) },
  'erasures.found_sealed': { aad: asParts(foundPlace(workspaceId, id)) },
  'exports.object_key_sealed': { aad: ofObject(exportPlace(workspaceId, id)) },
  'imports.object_key_sealed': { aad: ofObject(filePlace(workspaceId, id)) },
  'media.object_key_sealed': { aad: ofObject(objectPlace(workspaceId, id)) },
  'media.thumb_object_key_sealed': { aad: ofObject(thumbnailPlace(workspaceId, id)) },
  'person_imports.object_key_sealed': { aad: ofObject(archivePlace(workspaceId, id)) },
  'person_imports.details_sealed': { aad: asParts(personImportPlace(workspaceId, id, 'details_sealed')) },
  'person_imports.evidence_sealed': { aad: asParts(personImportPlace(workspaceId, id, 'evidence_sealed')) },
  'privacy_offices.mail_secret_sealed': { row: workspaceId, aad: asParts(mailSecretPlace(workspaceId)) },
  'privacy_request_tasks.note_sealed': { row: `${id}/export`, aad: asParts(notePlace(workspaceId, id, 'export')) },
  'retention_holds.reason_sealed': { aad: asParts(holdPlace(workspaceId, id, 'reason_sealed')) },
  'retention_holds.release_reason_sealed': { aad: asParts(holdPlace(workspaceId, id, 'release_reason_sealed')) },
  'single_sign_on_providers.client_secret_sealed': { row: workspaceId, aad: asParts(secretPlace(workspaceId)) },
};

test('binds values to what their modules bind them to', () => {
  for (const [name, { row = id, aad }] of Object.entries(bound)) {
    const place = sealedPlaces.find((one) => nameOf(one) === name);
    expect(place === undefined ? null : boundTo(place, workspaceId, row), name).toEqual(aad);
  }
});

test('opens what the modules seal', async () => {
  const facts = { what_happened: '', cause: '', consequences: '', measures: '', advice: '', contact: '' };
  const text = 'said once';
  const consent = { category: 'marketing', basis: 'form' } as unknown as Parameters<typeof sealConsent>[3]; // what it says is nobody's business here
  const sealed: Readonly<Record<string, Buffer | null>> = {
    'imports.details_sealed': await sealImportDetails({ keyring }, workspaceId, id, { fileName: 'a.csv', headers: [], samples: [] }),
    'imports.consent_sealed': await sealConsent({ keyring }, workspaceId, id, consent),
    'incidents.details_sealed': await sealDetails({ keyring }, workspaceId, id, { title: text, facts, lessons: null }),
    'incident_clocks.remark_sealed': await sealIncidentText({ keyring }, workspaceId, 'incident_clocks', id, text),
    'incident_entries.text_sealed': await sealIncidentText({ keyring }, workspaceId, 'incident_entries', id, text),
    'media.filename_sealed': sealColumn(ring.primary, workspaceId, id, 'filename', text),
    'media.provider_ref_sealed': sealColumn(ring.primary, workspaceId, id, 'provider_ref', text),
    'privacy_requests.subject_sealed': await withEngine(database.db, 'test', (tx) =>
      sealRequestText({ keyring }, tx, { workspaceId, id, column: 'subject_sealed' }, text),
    ),
    'privacy_requests.answer_sealed': await withEngine(database.db, 'test', (tx) =>
      sealRequestText({ keyring }, tx, { workspaceId, id, column: 'answer_sealed' }, text),
    ),
    'saved_replies.text_sealed': sealReplyText(ring.primary, workspaceId, id, text),
    'webhook_attempts.request_sealed': sealRequest(ring, workspaceId, id, text),
    'webhook_attempts.response_sealed': sealResponse(ring, workspaceId, id, { headers: {}, body: null }),
    'webhook_endpoints.url_sealed': await sealUrl(keyring, workspaceId, id, text),
    'webhook_endpoints.headers_sealed': await sealHeaders(keyring, workspaceId, id, { a: 'b' }),
    'webhook_endpoints.verify_token_sealed': await sealVerifyToken(keyring, workspaceId, id, text),
    'webhook_secrets.secret_sealed': await sealSigningSecret(keyring, workspaceId, id, text),
  };
  for (const [name, bytes] of Object.entries(sealed)) {
    const place = sealedPlaces.find((one) => nameOf(one) === name);
    if (place === undefined || bytes === null) throw new Error(name);
    expect(() => open(ring, boundTo(place, workspaceId, id), bytes), name).not.toThrow();
  }
});

test('knows that mails are the installation’s, whose rows name no workspace of theirs', () => {
  const place = sealedPlaces.find(({ table }) => table === 'mails');
  expect(place === undefined ? null : boundTo(place, installationId, id)).toEqual([installationId, 'mails', 'sealed', id]);
});

test('records in the audit log what the database refuses to change without', async () => {
  const rows = await database.admin<{ table: string; columns: string[] }>(
    `select c.relname as table, array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
              and (t.tgattr::text = '' or a.attnum::text = any(string_to_array(t.tgattr::text, ' ')))) as columns
       from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = c.relname || '_audited'`,
  );
  const guarded = new Set(rows.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`)));
  expect(guarded.size).toBeGreaterThan(20);
  for (const place of sealedPlaces) expect(place.isAudited === true, nameOf(place)).toBe(guarded.has(nameOf(place)));
});
