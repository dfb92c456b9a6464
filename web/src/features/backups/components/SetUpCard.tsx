import { Trans, useLingui } from '@lingui/react/macro';
import { Banner } from '#ui/Banner.tsx';
import { Card } from '#ui/Card.tsx';
import { CodeBlock } from '#ui/CodeBlock.tsx';

/** What to do where nobody is named who may open backups. */
export function SetUpCard() {
  const { t } = useLingui();
  return (
    <>
      <Banner tone="warn" title={<Trans>No backup is made</Trans>}>
        <Trans>Backups are always encrypted, and nobody is named yet who may open them. It takes five minutes.</Trans>
      </Banner>
      <Card title={<Trans>Set backups up</Trans>}>
        <ol className="flex list-decimal flex-col gap-4 pl-5 text-14 text-normal">
          <li>
            <div className="flex flex-col gap-2">
              <span>
                <Trans>
                  Make a key on the machine where Kabar runs. Move the file it writes to another machine, and print it, too: it opens your
                  backups.
                </Trans>
              </span>
              <CodeBlock label={t`Make a key`} code="npx kabar backup keygen" />
            </div>
          </li>
          <li>
            <div className="flex flex-col gap-2">
              <span>
                <Trans>Start Kabar with the public line that it shows, and better also with a second place in another building.</Trans>
              </span>
              <CodeBlock
                label={t`Settings`}
                code={'KABAR_BACKUP_RECIPIENTS=age1…\nKABAR_BACKUP_TO=/mnt/backup/kabar\nKABAR_BACKUP_SECOND=s3://kabar-backups/main'}
              />
            </div>
          </li>
          <li>
            <Trans>Come back here and make the first backup. From then on one is made every night, and tried out.</Trans>
          </li>
        </ol>
      </Card>
    </>
  );
}
