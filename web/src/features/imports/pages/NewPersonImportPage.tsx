import { PERSON_IMPORT_LIMITS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, FileArchive } from 'lucide-react';
import { useRef, useState } from 'react';
import { useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Progress } from '#ui/Progress.tsx';
import { useUploadPerson } from '../api/person-queries.ts';

/** The first step of bringing a person over from another Kabar: their export. */
export function NewPersonImportPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useUploadPerson(setShare);
  const inputRef = useRef<HTMLInputElement>(null);
  const slug = workspace.slug;
  const most = format.bytes(PERSON_IMPORT_LIMITS.bytes);

  function take(file: File | undefined): void {
    if (file === undefined) return;
    setTooLarge(file.size > PERSON_IMPORT_LIMITS.bytes);
    if (file.size > PERSON_IMPORT_LIMITS.bytes) return;
    setShare(0);
    upload.mutate(file, {
      onSuccess: (made) =>
        void navigate({ to: '/w/$slug/contacts/imports/people/$personImportId', params: { slug, personImportId: made.id } }),
    });
  }

  return (
    <Page
      title={t`A person from another Kabar`}
      description={t`From the file that “Export everything” of a contact makes there. Nothing is written before you have seen what would happen.`}
      width="narrow"
      back={
        <Link
          to="/w/$slug/contacts/imports"
          params={{ slug }}
          className="inline-flex items-center gap-1 text-13 text-weak hover:text-strong"
        >
          <ChevronLeft aria-hidden className="size-4" />
          <Trans>Imports</Trans>
        </Link>
      }
    >
      <ErrorBanner error={upload.error} />
      {tooLarge ? (
        <Banner tone="bad" title={t`The file is too large`}>
          <Trans>At most {most}.</Trans>
        </Banner>
      ) : null}
      <div className="flex flex-col items-center gap-3 rounded-card border-2 border-dashed border-line-control/60 bg-surface-1 px-6 py-12 text-center">
        <FileArchive aria-hidden className="size-10 text-weak" />
        {upload.isPending ? (
          <div className="w-full max-w-90">
            <Progress label={share < 1 ? t`Uploading` : t`Reading the file`} done={Math.round(share * 100)} total={100} />
          </div>
        ) : (
          <>
            <input
              ref={inputRef}
              type="file"
              accept=".zip,application/zip"
              hidden
              onChange={(event) => {
                take(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            <Button variant="primary" onClick={() => inputRef.current?.click()}>
              <Trans>Choose the ZIP file</Trans>
            </Button>
          </>
        )}
        <p className="text-13 text-weak">
          <Trans>One person, up to {most}. The file is stored encrypted and deleted once the person is here.</Trans>
        </p>
      </div>
    </Page>
  );
}
