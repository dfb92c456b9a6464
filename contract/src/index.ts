export * from './audit.ts';
export * from './contact-forms.ts';
export * from './crash-reports.ts';
export * from './closures.ts';
export * from './signing.ts';
export * from './api-keys.ts';
export * from './request-log.ts';
export * from './attributes.ts';
export * from './consent.ts';
export * from './contacts.ts';
export * from './erasures.ts';
export * from './exports.ts';
export * from './person-export.ts';
export * from './person-imports.ts';
export * from './imports.ts';
export * from './segments.ts';
export * from './tags.ts';
export * from './bulk-actions.ts';
export * from './conversations.ts';
export * from './entries.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './ids.ts';
export * from './intake.ts';
export * from './media.ts';
export * from './message-content.ts';
export * from './message-status.ts';
export * from './bulk-send.ts';
export * from './messages.ts';
export * from './note-mentions.ts';
export * from './notes.ts';
export * from './notifications.ts';
export * from './numbers.ts';
export * from './pagination.ts';
export * from './privacy-requests.ts';
export * from './roles.ts';
export * from './permissions.ts';
export * from './notices.ts';
export * from './promises.ts';
export * from './presence.ts';
export * from './retention-classes.ts';
export {
  ADJUSTABLE_CLASSES,
  AskSealedOpeningRequest,
  CreateHoldRequest,
  DecideSealedOpeningRequest,
  DRY_RUN_LIMIT,
  HOLDABLE_CLASSES,
  LAW_PACKS,
  ListHoldsQuery,
  ListRetentionRunsQuery,
  ListSealedOpeningsQuery,
  PreviewRetentionRequest,
  ReleaseHoldRequest,
  RETENTION_PRESETS,
  RetentionClassState,
  RetentionCollision,
  RetentionHold,
  RetentionPolicy,
  RetentionPreview,
  RetentionRule,
  RetentionRun,
  RetentionRunItem,
  RetentionState,
  RetentionWish,
  SaveRetentionRequest,
  SealedOpening,
  UpdateHoldRequest,
  type RetentionPreset,
} from './retention.ts';
export * from './saved-reply-text.ts';
export * from './saved-replies.ts';
export * from './teams.ts';
export * from './search.ts';
export {
  TEMPLATE_CATEGORIES,
  OTP_TYPES,
  emptyParts,
  templateVariables,
  readComponents,
  writeComponents,
  asHandedIn,
  type MetaObject,
  type TemplateCategory,
  type DraftSamples,
  type DraftBody,
  type DraftHeader,
  type DraftOffer,
  type DraftButton,
  type OtpApp,
  type TemplateParts,
  type TemplateDraftContent,
} from './template-draft.ts';
export * from './template-issues.ts';
export * from './template-languages.ts';
export * from './template-rules.ts';
export * from './templates.ts';
export * from './transcripts.ts';
export * from './webhook-events.ts';
export * from './webhooks.ts';
export * from './personal-data-words.ts';
export * from './personal-data-names.ts';
export * from './data-map.ts';
export * from './period-words.ts';
export * from './readings.ts';
export * from './views.ts';
export * from './workspaces.ts';
export * from './working-hours.ts';
export * from './automatic-replies.ts';
export * from './assignment.ts';
export * from './service-levels.ts';
export * from './reports.ts';
export * from './browser-storage.ts';
export * from './usage-statistics.ts';
export * from './processors.ts';
export { Backup, BackupDrill, BackupOverview, BackupStarted, DrillParams, SignedDrillReport } from './backups.ts';
export * from './incidents.ts';
export * from './disclosures.ts';
export * from './business-transfers.ts';
export * from './self-service.ts';
export * from './sign-in.ts';
export * from './single-sign-on.ts';
export * from './support-access.ts';
