import type { ApiKey } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Ban, CircleCheck, Clock, Ellipsis, Pencil, RefreshCw, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { permissionWords } from '#lib/permission-words.ts';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { DataTable, type DataColumn } from '#ui/DataTable.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { RelativeTime } from '#ui/RelativeTime.tsx';
import { notify } from '#ui/toasts.ts';
import { Tooltip } from '#ui/Tooltip.tsx';
import { useRevokeApiKey } from '../api/mutations.ts';
import { EditKeyDialog } from './EditKeyDialog.tsx';
import { RotateKeyDialog } from './RotateKeyDialog.tsx';

function KeyStatus({ apiKey }: { apiKey: ApiKey }) {
  const format = useFormat();
  if (apiKey.status === 'revoked') {
    return (
      <Badge icon={<Ban aria-hidden />}>
        {apiKey.revoked_because === 'leaked' ? <Trans>Revoked: it leaked</Trans> : <Trans>Revoked</Trans>}
      </Badge>
    );
  }
  if (apiKey.status === 'expired') {
    return (
      <Badge tone="warn" icon={<Clock aria-hidden />}>
        <Trans>Expired</Trans>
      </Badge>
    );
  }
  const until = apiKey.expires_at ? format.date(apiKey.expires_at) : null;
  if (apiKey.status === 'retiring') {
    const end = apiKey.expires_at ? format.dateTime(apiKey.expires_at) : null;
    return (
      <span className="flex items-center gap-x-2 gap-y-1 max-sm:flex-wrap">
        <Badge tone="warn" icon={<Clock aria-hidden />}>
          <Trans>Replaced</Trans>
        </Badge>
        <span className="text-13 text-weak">{end ? <Trans>works until {end}</Trans> : null}</span>
      </span>
    );
  }
  return (
    <span className="flex items-center gap-x-2 gap-y-1 max-sm:flex-wrap">
      <Badge tone="good" icon={<CircleCheck aria-hidden />}>
        <Trans>Active</Trans>
      </Badge>
      {apiKey.is_unused ? (
        <Badge tone="warn">
          <Trans>Unused</Trans>
        </Badge>
      ) : null}
      <span className="text-13 text-weak">{until ? <Trans>until {until}</Trans> : <Trans>for ever</Trans>}</span>
    </span>
  );
}

function Scopes({ apiKey }: { apiKey: ApiKey }) {
  const { i18n } = useLingui();
  const count = apiKey.scopes.length;
  return (
    <Tooltip
      label={
        <span className="flex flex-col">
          {apiKey.scopes.map((scope) => (
            <span key={scope}>{i18n._(permissionWords[scope])}</span>
          ))}
        </span>
      }
    >
      <button type="button" className="rounded-[4px] underline decoration-line-control decoration-dotted underline-offset-4">
        <Plural value={count} one="# permission" other="# permissions" />
      </button>
    </Tooltip>
  );
}

/** The keys of the workspace: where each is used, what it may do, when it was last used, and how to end it. */
export function KeyTable({ apiKeys }: { apiKeys: readonly ApiKey[] }) {
  const { t, i18n } = useLingui();
  const mayRevoke = usePermission('api_keys:write');
  const maySeeLog = usePermission('logs:read');
  const navigate = useNavigate();
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const [changing, setChanging] = useState<{ apiKey: ApiKey; how: 'edit' | 'rotate' } | null>(null);
  const revoke = useRevokeApiKey();
  const columns: DataColumn<ApiKey>[] = [
    {
      id: 'name',
      grow: true,
      header: t`Name`,
      sortValue: (apiKey) => apiKey.name,
      cell: (apiKey) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium text-strong">{apiKey.name}</span>
          <span className="block truncate font-mono text-12 text-weak">kabar_live_…{apiKey.last_four}</span>
        </span>
      ),
    },
    { id: 'status', header: t`State`, sortValue: (apiKey) => apiKey.status, cell: (apiKey) => <KeyStatus apiKey={apiKey} /> },
    { id: 'scopes', header: t`May do`, narrow: false, cell: (apiKey) => <Scopes apiKey={apiKey} /> },
    {
      id: 'from',
      header: t`From`,
      narrow: false,
      cell: (apiKey) =>
        apiKey.ip_allowlist.length === 0 ? (
          <span className="text-weak">
            <Trans>anywhere</Trans>
          </span>
        ) : (
          <Tooltip label={<span className="font-mono wrap-anywhere">{apiKey.ip_allowlist.join(', ')}</span>}>
            <button type="button" className="rounded-[4px] underline decoration-line-control decoration-dotted underline-offset-4">
              <Plural value={apiKey.ip_allowlist.length} one="# address" other="# addresses" />
            </button>
          </Tooltip>
        ),
    },
    {
      id: 'used',
      header: t`Last used`,
      narrow: false,
      sortValue: (apiKey) => (apiKey.last_used_at ? Date.parse(apiKey.last_used_at) : null),
      cell: (apiKey) =>
        apiKey.last_used_at ? (
          <span className="block">
            <RelativeTime at={apiKey.last_used_at} />
            {apiKey.last_used_network ? <span className="block font-mono text-12 text-weak">{apiKey.last_used_network}</span> : null}
          </span>
        ) : (
          <span className="text-weak">
            <Trans>never</Trans>
          </span>
        ),
    },
  ];
  if (mayRevoke) {
    columns.push({
      id: 'actions',
      header: null,
      headerLabel: t`Actions`,
      align: 'end',
      width: '4rem',
      cell: (apiKey) =>
        apiKey.status === 'active' || apiKey.status === 'retiring' ? (
          <Menu trigger={<IconButton size="sm" label={t`Actions for ${apiKey.name}`} icon={<Ellipsis />} />}>
            {apiKey.status === 'active' ? (
              <>
                <MenuItem icon={<Pencil aria-hidden />} onClick={() => setChanging({ apiKey, how: 'edit' })}>
                  <Trans>Change</Trans>
                </MenuItem>
                <MenuItem icon={<RefreshCw aria-hidden />} onClick={() => setChanging({ apiKey, how: 'rotate' })}>
                  <Trans>Replace</Trans>
                </MenuItem>
              </>
            ) : null}
            {maySeeLog ? (
              <MenuItem
                icon={<ScrollText aria-hidden />}
                onClick={() => void navigate({ from: '/w/$slug', to: '/w/$slug/developers/log', search: { key: apiKey.id } })}
              >
                <Trans>Its calls</Trans>
              </MenuItem>
            ) : null}
            <MenuItem danger icon={<Ban aria-hidden />} onClick={() => setRevoking(apiKey)}>
              <Trans>Revoke</Trans>
            </MenuItem>
          </Menu>
        ) : null,
    });
  }
  const name = revoking?.name ?? '';
  return (
    <>
      <DataTable label={t`API keys`} columns={columns} rows={apiKeys} rowKey={(apiKey) => apiKey.id} rowLabel={(apiKey) => apiKey.name} />
      {changing?.how === 'edit' ? <EditKeyDialog apiKey={changing.apiKey} onClose={() => setChanging(null)} /> : null}
      {changing?.how === 'rotate' ? <RotateKeyDialog apiKey={changing.apiKey} onClose={() => setChanging(null)} /> : null}
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => {
          if (!open) setRevoking(null);
          revoke.reset();
        }}
        title={t`Revoke the key “${name}”?`}
        confirmLabel={<Trans>Revoke the key</Trans>}
        pending={revoke.isPending}
        error={revoke.error ? errorSentence(revoke.error, i18n) : undefined}
        onConfirm={() => {
          if (!revoking) return;
          revoke.mutate(revoking.id, {
            onSuccess: () => {
              setRevoking(null);
              notify({ title: t`The key “${name}” no longer works` });
            },
          });
        }}
      >
        <p className="font-mono text-13">kabar_live_…{revoking?.last_four}</p>
        <p className="mt-2">
          {revoking?.last_used_at ? (
            <Trans>
              It was last used <RelativeTime at={revoking.last_used_at} />. Programs that use it are refused from now on. This cannot be
              undone.
            </Trans>
          ) : (
            <Trans>It was never used. Programs that use it are refused from now on. This cannot be undone.</Trans>
          )}
        </p>
      </ConfirmDialog>
    </>
  );
}
