import { IMPORT_LIMITS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useFormat } from '#lib/use-format.ts';
import { useUploadImport } from '../api/queries.ts';
import { BackToImports } from '../components/BackToImports.tsx';
import { UploadBox } from '../components/UploadBox.tsx';

/** The first step of an import: the file. */
export function NewImportPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { slug } = useWorkspace().workspace;
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const upload = useUploadImport(setShare);
  const most = format.bytes(IMPORT_LIMITS.bytes);
  const mostRows = format.number(IMPORT_LIMITS.rows);
  const handleFile = (file: File): void => {
    setShare(0);
    upload.mutate(file, {
      onSuccess: (made) => void navigate({ to: '/w/$slug/contacts/imports/$importId', params: { slug, importId: made.id } }),
    });
  };
  return (
    <Page
      title={t`Import contacts`}
      description={t`From a CSV file, as any spreadsheet saves it. Nothing is written before you have seen what would happen.`}
      width="narrow"
      back={<BackToImports />}
    >
      <UploadBox
        picture={<FileSpreadsheet aria-hidden />}
        accept=".csv,.tsv,.txt,text/csv"
        mostBytes={IMPORT_LIMITS.bytes}
        tooLarge={<Trans>At most {most} at a time. Split it into several files.</Trans>}
        drop={<Trans>Drop a CSV file here</Trans>}
        choose={<Trans>Choose a file</Trans>}
        upload={upload}
        share={share}
        onFile={handleFile}
      >
        <Trans>
          Up to {mostRows} rows and {most}. Commas, semicolons or tabs; the first row names the columns.
        </Trans>
      </UploadBox>
      <p className="text-13 text-weak">
        <Trans>
          Write phone numbers as text in your spreadsheet: a number shown as 6.28E+12 has lost its digits. The file is stored encrypted and
          deleted after seven days.
        </Trans>
      </p>
    </Page>
  );
}
