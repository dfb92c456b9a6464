import type { ConsentSettings } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';

/** The rule for those who may read it only. */
export function RuleSummary({ settings }: { settings: ConsentSettings }) {
  const { t } = useLingui();
  return (
    <Card title={t`Marketing`}>
      <p>
        {settings.marketing_rule === 'opt_in' ? (
          <Trans>Marketing goes out only to customers who agreed.</Trans>
        ) : (
          <Trans>Marketing goes out until the customer objects.</Trans>
        )}
      </p>
      <ul aria-label={t`Purposes`} className="mt-3 flex flex-wrap gap-1.5">
        {settings.purposes.map(({ key, name }) => (
          <li key={key}>
            <Badge>{name}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}
