import type { NoticePage, NoticeSection } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';

/** Names of pages, sections and facts, in the reader's language. */
export function useNoticeWords() {
  const { t, i18n } = useLingui();
  const pages: Record<NoticePage, string> = {
    privacy: t`Privacy`,
    cookies: t`Cookies`,
    subprocessors: t`Who gets data`,
    security: t`Security`,
    'data-deletion': t`Deleting data`,
    retention: t`How long data is kept`,
  };
  const sections: Record<NoticeSection, string> = {
    who: t`Who we are`,
    what: t`What is held`,
    why: t`Why, and on what basis`,
    recipients: t`Who gets it`,
    how_long: t`How long`,
    security: t`How it is protected`,
    rights: t`Rights and how to use them`,
    children: t`Children`,
    transfers: t`Other countries`,
    cookies: t`Cookies`,
    changes: t`Changes`,
    contact: t`How to reach us`,
  };
  const facts: Record<string, string> = {
    controller_name: t`Registered name`,
    controller_address: t`Address`,
    privacy_email: t`Mailbox for privacy`,
    country: t`Country`,
  };
  /** `fact:country`, `section:rights`, `page:cookies` in words. */
  const missing = (name: string): string => {
    const [kind, key = ''] = name.split(':');
    if (kind === 'fact') return facts[key] ?? key;
    const words: Readonly<Record<string, string>> = kind === 'section' ? sections : pages;
    const what = words[key] ?? key;
    return kind === 'section' ? t`Nothing proven to say about: ${what}` : t`Nothing proven to say on the page: ${what}`;
  };
  const language: 'en' | 'id' = i18n.locale === 'id' ? 'id' : 'en';
  return { pages, sections, missing, language };
}
