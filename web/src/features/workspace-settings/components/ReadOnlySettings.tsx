import { Trans, useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { useNow } from '#lib/clock.ts';
import { formatTimeZone } from '#lib/format.ts';
import { Card } from '#ui/Card.tsx';

/** The settings as somebody sees them who may not change them. */
export function ReadOnlySettings() {
  const { t, i18n } = useLingui();
  const { workspace } = useWorkspace();
  const now = useNow();
  return (
    <Card title={t`General`} description={t`An admin of the workspace can change these.`}>
      <dl className="grid gap-4 sm:grid-cols-2">
        <div>
          <dt className="text-13 text-weak">
            <Trans>Name</Trans>
          </dt>
          <dd className="font-medium text-strong">{workspace.name}</dd>
        </div>
        <div>
          <dt className="text-13 text-weak">
            <Trans>Time zone</Trans>
          </dt>
          <dd className="font-medium text-strong">{formatTimeZone(workspace.time_zone, now, i18n.locale)}</dd>
        </div>
      </dl>
    </Card>
  );
}
