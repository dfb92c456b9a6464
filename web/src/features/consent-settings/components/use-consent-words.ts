import { CONSENT_LANGUAGES, type ConsentLanguage } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import type { SuppressionSource } from '../fns/consent-search.ts';

/** Names of languages, sources and scopes in the reader's language. */
export function useConsentWords() {
  const { t, i18n } = useLingui();
  const names = new Intl.DisplayNames(i18n.locale, { type: 'language' });
  const sources: Record<SuppressionSource, string> = {
    whatsapp_keyword: t`Wrote STOP`,
    whatsapp_button: t`Pressed a button`,
    whatsapp_preferences: t`Chose it in WhatsApp`,
    form: t`Form`,
    paper: t`Paper`,
    agent: t`Told a member`,
    api: t`API`,
    import: t`Import`,
    manual: t`Added by hand`,
  };
  return {
    language: (tag: string): string => {
      const name = names.of(tag) ?? tag;
      return name.charAt(0).toLocaleUpperCase(i18n.locale) + name.slice(1);
    },
    languages: CONSENT_LANGUAGES as readonly ConsentLanguage[],
    sources,
    scopes: { marketing: t`No marketing`, all: t`No message at all` },
  };
}
