import { PERSON_IMPORT_LIMITS } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { FileArchive } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useFormat } from '#lib/use-format.ts';
import { useUploadPerson } from '../api/person-queries.ts';
import { BackToImports } from '../components/BackToImports.tsx';
import { UploadBox } from '../components/UploadBox.tsx';

/** The first step of bringing a person over from another Kabar: their export. */
export function NewPersonImportPage() {
  const { t } = useLingui();
  const format = useFormat();
  const { slug } = useWorkspace().workspace;
  const navigate = useNavigate();
  const [share, setShare] = useState(0);
  const upload = useUploadPerson(setShare);
  const most = format.bytes(PERSON_IMPORT_LIMITS.bytes);
  const handleFile = (file: File): void => {
    setShare(0);
    upload.mutate(file, {
      onSuccess: (made) =>
        void navigate({ to: '/w/$slug/contacts/imports/people/$personImportId', params: { slug, personImportId: made.id } }),
    });
  };
  return (
    <Page
      title={t`A person from another Kabar`}
      description={t`From the file that “Export everything” of a contact makes there. Nothing is written before you have seen what would happen.`}
      width="narrow"
      back={<BackToImports />}
    >
      <UploadBox
        picture={<FileArchive aria-hidden />}
        accept=".zip,application/zip"
        mostBytes={PERSON_IMPORT_LIMITS.bytes}
        tooLarge={<Trans>At most {most}.</Trans>}
        drop={<Trans>Drop the ZIP file here</Trans>}
        choose={<Trans>Choose the ZIP file</Trans>}
        upload={upload}
        share={share}
        onFile={handleFile}
      >
        <Trans>One person, up to {most}. The file is stored encrypted and deleted once the person is here.</Trans>
      </UploadBox>
    </Page>
  );
}
