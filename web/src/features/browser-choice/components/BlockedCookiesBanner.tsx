import { Trans } from '@lingui/react/macro';
import { Banner } from '#ui/Banner.tsx';

/** Says what cannot work in a browser that blocks cookies, before anybody tries. Draws nothing elsewhere. */
export function BlockedCookiesBanner() {
  if (navigator.cookieEnabled) return null;
  return (
    <Banner tone="warn" title={<Trans>Your browser blocks cookies</Trans>}>
      <Trans>
        Kabar needs one cookie to keep you signed in; without it every page would ask for your password again. Allow cookies for this
        address in the settings of your browser, then load this page again.
      </Trans>
    </Banner>
  );
}
