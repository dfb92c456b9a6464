import { IMPORT_LIMITS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronLeft, FileSpreadsheet } from 'lucide-react';
import { useRef, useState, type DragEvent } from 'react';
import { useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { cn } from '#lib/cn.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Progress } from '#ui/Progress.tsx';
import { useUploadImport } from '../api/queries.ts';

/** The first step of an import: the file. */
export function NewImportPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const [dragging, setDragging] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const upload = useUploadImport(setShare);
  const inputRef = useRef<HTMLInputElement>(null);
  const slug = workspace.slug;
  const most = format.bytes(IMPORT_LIMITS.bytes);
  const mostRows = format.number(IMPORT_LIMITS.rows);

  function take(file: File | undefined): void {
    if (file === undefined) return;
    setTooLarge(file.size > IMPORT_LIMITS.bytes);
    if (file.size > IMPORT_LIMITS.bytes) return;
    setShare(0);
    upload.mutate(file, {
      onSuccess: (made) => void navigate({ to: '/w/$slug/contacts/imports/$importId', params: { slug, importId: made.id } }),
    });
  }

  function handleDrop(event: DragEvent): void {
    event.preventDefault();
    setDragging(false);
    take(event.dataTransfer.files[0]);
  }

  return (
    <Page
      title={t`Import contacts`}
      description={t`From a CSV file, as any spreadsheet saves it. Nothing is written before you have seen what would happen.`}
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
          <Trans>At most {most} at a time. Split it into several files.</Trans>
        </Banner>
      ) : null}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={() => setDragging(false)}
        onDrop={handleDrop}
        className={cn(
          'flex flex-col items-center gap-3 rounded-card border-2 border-dashed px-6 py-12 text-center',
          dragging ? 'border-accent bg-accent-soft' : 'border-line-control/60 bg-surface-1',
        )}
      >
        <FileSpreadsheet aria-hidden className="size-10 text-weak" />
        {upload.isPending ? (
          <div className="w-full max-w-90">
            <Progress label={share < 1 ? t`Uploading` : t`Reading the file`} done={Math.round(share * 100)} total={100} />
          </div>
        ) : (
          <>
            <p className="text-14 text-strong">
              <Trans>Drop a CSV file here</Trans>
            </p>
            <input
              ref={inputRef}
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              hidden
              onChange={(event) => {
                take(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            <Button variant="primary" onClick={() => inputRef.current?.click()}>
              <Trans>Choose a file</Trans>
            </Button>
          </>
        )}
        <p className="text-13 text-weak">
          <Trans>
            Up to {mostRows} rows and {most}. Commas, semicolons or tabs; the first row names the columns.
          </Trans>
        </p>
      </div>
      <p className="text-13 text-weak">
        <Trans>
          Write phone numbers as text in your spreadsheet: a number shown as 6.28E+12 has lost its digits. The file is stored encrypted and
          deleted after seven days.
        </Trans>
      </p>
    </Page>
  );
}
