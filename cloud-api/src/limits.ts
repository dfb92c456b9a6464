/**
 * Content lengths of the Cloud API, in code points (Meta does not say which unit it counts).
 * Source: Meta for Developers, WhatsApp Cloud API message and template pages, 2025-12 to 2026-09.
 */
export const CONTENT_LIMITS = {
  textBody: 4096,
  caption: 1024,
  interactiveBody: 1024,
  listBody: 4096,
  interactiveHeaderText: 60,
  footer: 60,
  replyButtonCount: 3,
  replyButtonTitle: 20,
  replyButtonId: 256,
  listButton: 20,
  listSectionCount: 10,
  listRowCount: 10,
  listSectionTitle: 24,
  listRowTitle: 24,
  listRowId: 200,
  listRowDescription: 72,
  ctaLabel: 20,
  flowCta: 30,
  productCount: 30,
  productSectionCount: 10,
  carouselCardMin: 2,
  carouselCardMax: 10,
  carouselCardBody: 160,
  templateName: 512,
  templateBody: 1024,
  templateLimitedTimeOfferBody: 600,
  templateHeaderText: 60,
  templateFooter: 60,
  templateButtonCount: 10,
  templateUrlButtonCount: 2,
  templatePhoneButtonCount: 1,
  templateCopyCodeButtonCount: 1,
  templateButtonLabel: 25,
  templateButtonUrl: 2000,
  templateButtonPhone: 20,
  limitedTimeOfferText: 16,
  couponCode: 20,
  oneTimeCode: 15,
  callbackData: 512,
  overrideCallbackUrl: 200,
  groupSubject: 128,
  groupDescription: 2048,
  profileAbout: 139,
  profileAddress: 256,
  profileDescription: 512,
  profileEmail: 128,
  profileWebsiteCount: 2,
  profileWebsite: 256,
  handoverMetadata: 2000,
  contactCount: 257,
} as const;

/**
 * Rates and volumes. `pairBurst` messages may go to one user inside `pairIntervalSeconds`, borrowed from later ones.
 * Source: Meta for Developers, "Messaging limits" and "Throughput", 2025-10 and 2026-04.
 */
export const RATE_LIMITS = {
  throughputPerSecond: 80,
  throughputHighPerSecond: 1000,
  throughputCoexistencePerSecond: 20,
  pairIntervalSeconds: 6,
  pairBurst: 45,
  callsPerHourWithoutNumber: 200,
  callsPerHour: 5000,
  templateCreationsPerHour: 100,
  templatesUnverified: 250,
  templatesVerified: 6000,
  registrationsPer72Hours: 10,
  blockedUsers: 64_000,
} as const;

/** Unique users per rolling 24 hours by tier; `null` means no limit. Source: "Messaging limits", 2025-10-07. */
export const MESSAGING_LIMIT_TIERS = {
  TIER_250: 250,
  TIER_2K: 2000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: null,
} as const;

/** Name of a messaging limit tier. */
export type MessagingLimitTier = keyof typeof MESSAGING_LIMIT_TIERS;

/** Webhook body and batch bounds, and how long Meta retries. Source: "Create a webhook endpoint", 2026-04-21. */
export const WEBHOOK_LIMITS = {
  bodyBytes: 3 * 1024 * 1024,
  updatesPerPost: 1000,
  retryForSeconds: 7 * 24 * 3600,
} as const;

/** Length of the customer service window. Source: "Pricing", 2026-07-01. */
export const SERVICE_WINDOW_SECONDS = 24 * 3600;

/** Length of the free entry point window. Source: "Pricing", 2026-07-01. */
export const FREE_ENTRY_POINT_SECONDS = 72 * 3600;

/** Message kinds that carry a media file. */
export const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;

/** One kind of media message. */
export type MediaKind = (typeof MEDIA_KINDS)[number];
