import { analyticsPersonalData } from '#modules/analytics';
import { apiKeysPersonalData } from '#modules/api-keys';
import { assignmentPersonalData } from '#modules/assignment';
import { auditPersonalData } from '#modules/audit';
import { automaticRepliesPersonalData } from '#modules/automatic-replies';
import { backupsPersonalData } from '#modules/backups';
import { closuresPersonalData } from '#modules/closures';
import { consentPersonalData } from '#modules/consent';
import { contactFormsPersonalData } from '#modules/contact-forms';
import { contactsPersonalData } from '#modules/contacts';
import { conversationsPersonalData } from '#modules/conversations';
import { crashReportsPersonalData } from '#modules/crash-reports';
import { disclosuresPersonalData } from '#modules/disclosures';
import { encryptionPersonalData } from '#modules/encryption';
import { erasurePersonalData } from '#modules/erasure';
import { exportsPersonalData } from '#modules/exports';
import { graphPersonalData } from '#modules/graph';
import { importsPersonalData } from '#modules/imports';
import { incidentsPersonalData } from '#modules/incidents';
import { intakePersonalData } from '#modules/intake';
import { keyringPersonalData } from '#modules/keyring';
import { mediaPersonalData } from '#modules/media';
import { memberRolesPersonalData } from '#modules/member-roles';
import { messagesPersonalData } from '#modules/messages';
import { noticesPersonalData } from '#modules/notices';
import { notificationsPersonalData } from '#modules/notifications';
import { numbersPersonalData } from '#modules/numbers';
import { personImportsPersonalData } from '#modules/person-imports';
import { processorsPersonalData } from '#modules/processors';
import { promisesPersonalData } from '#modules/promises';
import { requestLogPersonalData } from '#modules/request-log';
import { requestsPersonalData } from '#modules/requests';
import { retentionPersonalData } from '#modules/retention';
import { savedRepliesPersonalData } from '#modules/saved-replies';
import { searchPersonalData } from '#modules/search';
import { selfServicePersonalData } from '#modules/self-service';
import { serviceLevelsPersonalData } from '#modules/service-levels';
import { singleSignOnPersonalData } from '#modules/single-sign-on';
import { supportPersonalData } from '#modules/support-access';
import { teamsPersonalData } from '#modules/teams';
import { templatesPersonalData } from '#modules/templates';
import { transcriptsPersonalData } from '#modules/transcripts';
import { usersPersonalData } from '#modules/users';
import { webhooksPersonalData } from '#modules/webhooks';
import { workingHoursPersonalData } from '#modules/working-hours';
import { workspacesPersonalData } from '#modules/workspaces';
import { composeCatalogue, type Catalogue } from '#platform/personal-data/catalogue';
import type { PersonalData } from '#platform/personal-data/declaration';
import { platformPersonalData } from '#platform/personal-data/platform-tables';

/** What every part of the server declares to store. A part that is missing here fails `npm run check`. */
export const personalDataParts: readonly PersonalData[] = [
  platformPersonalData,
  analyticsPersonalData,
  apiKeysPersonalData,
  assignmentPersonalData,
  auditPersonalData,
  automaticRepliesPersonalData,
  backupsPersonalData,
  closuresPersonalData,
  consentPersonalData,
  contactFormsPersonalData,
  contactsPersonalData,
  conversationsPersonalData,
  crashReportsPersonalData,
  disclosuresPersonalData,
  supportPersonalData,
  encryptionPersonalData,
  erasurePersonalData,
  exportsPersonalData,
  graphPersonalData,
  importsPersonalData,
  personImportsPersonalData,
  incidentsPersonalData,
  intakePersonalData,
  keyringPersonalData,
  mediaPersonalData,
  messagesPersonalData,
  noticesPersonalData,
  notificationsPersonalData,
  numbersPersonalData,
  processorsPersonalData,
  promisesPersonalData,
  requestLogPersonalData,
  retentionPersonalData,
  requestsPersonalData,
  savedRepliesPersonalData,
  searchPersonalData,
  selfServicePersonalData,
  serviceLevelsPersonalData,
  teamsPersonalData,
  memberRolesPersonalData,
  templatesPersonalData,
  transcriptsPersonalData,
  usersPersonalData,
  webhooksPersonalData,
  singleSignOnPersonalData,
  workingHoursPersonalData,
  workspacesPersonalData,
];

/** The whole catalogue; made once, when the program starts. */
export const catalogue: Catalogue = composeCatalogue(personalDataParts);
