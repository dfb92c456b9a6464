import type { EvidenceKind, PromisePreset, PromiseStatus, ProofOutcome } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import type { Tone } from '#ui/Banner.tsx';

/** Words for what the board shows, in the reader's language. */
export function usePromiseWords() {
  const { t, i18n } = useLingui();
  const statuses: Record<PromiseStatus, { name: string; tone: Tone | 'neutral' }> = {
    proven: { name: t`Proven`, tone: 'good' },
    evidence: { name: t`Waits for evidence`, tone: 'warn' },
    not_offered: { name: t`Not offered`, tone: 'neutral' },
    red: { name: t`Broken`, tone: 'bad' },
    missing: { name: t`Not looked at`, tone: 'info' },
  };
  const outcomes: Record<ProofOutcome, { name: string; tone: Tone | 'neutral' }> = {
    passed: { name: t`Holds`, tone: 'good' },
    failed: { name: t`Failed`, tone: 'bad' },
    off: { name: t`Off here`, tone: 'neutral' },
    waiting: { name: t`Not there yet`, tone: 'warn' },
    expired: { name: t`Has run out`, tone: 'warn' },
    absent: { name: t`Not looked at`, tone: 'info' },
  };
  const presets: Record<PromisePreset, string> = {
    'gateway-30d': t`Gateway, 30 days`,
    'business-12m': t`Business, 12 months`,
    'agency-90d': t`Agency, 90 days`,
    'engagement-24m': t`Engagement, 24 months`,
    minimal: t`Minimal`,
  };
  const kinds: Record<EvidenceKind, { name: string; hint: string }> = {
    security_audit: { name: t`Security audit`, hint: t`Somebody else looked at your security and wrote down what they found.` },
    staff_training: { name: t`Training`, hint: t`Everybody with access was taught how to handle personal data.` },
    meta_terms: { name: t`Agreement with Meta`, hint: t`You signed Meta’s terms for the WhatsApp Business Platform.` },
    hosting_certificate: { name: t`Hosting certificate`, hint: t`The data centre holds a certificate such as ISO 27001.` },
    secure_development: { name: t`Review of development`, hint: t`The software was reviewed against a standard such as OWASP ASVS.` },
  };
  /** Claims and findings are written in two languages; every other reader gets English. */
  const language: 'en' | 'id' = i18n.locale === 'id' ? 'id' : 'en';
  return { statuses, outcomes, presets, kinds, language };
}
