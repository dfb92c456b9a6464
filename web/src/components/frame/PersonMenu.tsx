import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bell, Cookie, Keyboard, LogOut, Monitor, Moon, ServerCog, ShieldCheck, UserRoundCog, Sun } from 'lucide-react';
import { PresenceChoices, PresenceDot, useOwnPresence, usePresenceWord } from '#features/presence';
import { meQuery, useWorkspace } from '#features/session';
import { accountApi } from '#lib/api.ts';
import { cn } from '#lib/cn.ts';
import { languages, showLanguage, type Language } from '#lib/i18n.ts';
import { errorSentence } from '#lib/present-error.ts';
import { clearSignedOut } from '#lib/signed-out.ts';
import { setTheme, useTheme } from '#lib/theme.ts';
import { countFeature } from '#lib/usage.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';
import { operatorGroups } from './operator-pages.ts';

/** Props of PersonMenu. `onLeave` is called when it leads to another page, so that what it stands in can close. */
export interface PersonMenuProps {
  compact: boolean;
  onShowKeys: () => void;
  onLeave?: (() => void) | undefined;
}

/** Who is signed in: presence, language, theme, keys, and the way out. */
export function PersonMenu({ compact, onShowKeys, onLeave }: PersonMenuProps) {
  const { t, i18n } = useLingui();
  const { user, workspace, api } = useWorkspace();
  const presence = useOwnPresence();
  const presenceWord = usePresenceWord();
  const theme = useTheme();
  const { data: me } = useQuery(meQuery);
  const runsInstallation = me?.is_operator === true && operatorGroups.length > 0;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const signOut = useMutation({
    mutationFn: async () => {
      // Afterwards nobody would believe it.
      await api.memberPresence.report({ leaving: true }).catch(() => undefined);
      await accountApi.auth.signOut();
    },
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      queryClient.clear();
      clearSignedOut();
    },
    onError: (error) => notify({ tone: 'bad', title: t`You are still signed in`, description: errorSentence(error, i18n) }),
  });

  async function handleLanguage(language: Language): Promise<void> {
    countFeature('language.changed');
    await showLanguage(language, true);
    // The account keeps it too, so that mails come in the same language; the page does not wait for it.
    await accountApi.me
      .update({ language })
      .catch((error: unknown) =>
        notify({ tone: 'warn', title: t`The language is kept in this browser only`, description: errorSentence(error, i18n) }),
      );
  }

  const name = user.name;
  const state = presence ? presenceWord(presence.state) : null;
  return (
    <Menu
      side="top"
      align="start"
      className="w-72"
      trigger={
        <button
          type="button"
          aria-label={state === null ? t`You: ${name}. Language, theme, sign out` : t`You: ${name}, ${state}. Language, theme, sign out`}
          className={cn(
            'flex h-11 w-full items-center gap-2.5 rounded-control px-2 text-left hover:bg-surface-3 data-popup-open:bg-surface-3',
            compact && 'justify-center px-0',
          )}
        >
          <span className="relative flex shrink-0">
            <Avatar id={user.id} name={user.name} size="md" />
            {presence ? <PresenceDot state={presence.state} className="absolute -right-0.5 -bottom-0.5 ring-2 ring-surface-1" /> : null}
          </span>
          {compact ? null : (
            <span className="min-w-0 flex-1">
              <span className="block truncate text-13 font-medium text-strong">{user.name}</span>
              <span className="block truncate text-12 text-weak">{user.email}</span>
            </span>
          )}
        </button>
      }
    >
      <PresenceChoices />
      <MenuSeparator />
      <MenuItem
        icon={<Bell aria-hidden />}
        onClick={() => {
          onLeave?.();
          void navigate({ to: '/w/$slug/settings/notifications', params: { slug: workspace.slug } });
        }}
      >
        <Trans>What I am told of</Trans>
      </MenuItem>
      <MenuItem
        icon={<ShieldCheck aria-hidden />}
        onClick={() => {
          onLeave?.();
          void navigate({ to: '/account/security' });
        }}
      >
        <Trans>Account and security</Trans>
      </MenuItem>
      <MenuItem
        icon={<UserRoundCog aria-hidden />}
        onClick={() => {
          onLeave?.();
          void navigate({ to: '/account/privacy' });
        }}
      >
        <Trans>My own data</Trans>
      </MenuItem>
      {runsInstallation ? (
        <MenuItem
          icon={<ServerCog aria-hidden />}
          onClick={() => {
            onLeave?.();
            void navigate({ to: '/operator' });
          }}
        >
          <Trans>This installation</Trans>
        </MenuItem>
      ) : null}
      <MenuSeparator />
      <MenuChoices
        label={t`Language`}
        options={languages.map(({ code, name: label }) => ({ value: code, label }))}
        value={i18n.locale as Language}
        onValueChange={(language) => void handleLanguage(language)}
      />
      <MenuSeparator />
      <MenuChoices
        label={t`Theme`}
        options={[
          { value: 'system', label: t`As the device`, icon: <Monitor aria-hidden /> },
          { value: 'light', label: t`Light`, icon: <Sun aria-hidden /> },
          { value: 'dark', label: t`Dark`, icon: <Moon aria-hidden /> },
        ]}
        value={theme}
        onValueChange={(next) => {
          countFeature('theme.changed');
          setTheme(next);
        }}
      />
      <MenuSeparator />
      <MenuItem icon={<Keyboard aria-hidden />} shortcut="?" onClick={onShowKeys}>
        <Trans>Keys on this page</Trans>
      </MenuItem>
      <MenuItem
        icon={<Cookie aria-hidden />}
        onClick={() => {
          onLeave?.();
          void navigate({ to: '/cookies' });
        }}
      >
        <Trans>Cookies and statistics</Trans>
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden />} onClick={() => signOut.mutate()}>
        <Trans>Sign out</Trans>
      </MenuItem>
    </Menu>
  );
}
