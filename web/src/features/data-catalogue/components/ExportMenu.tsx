import type { RecordFileQuery } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Braces, Download, Printer, Table } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { Button } from '#ui/Button.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { notify } from '#ui/toasts.ts';

/** Hands out the record of processing in the reader's language. */
export function ExportMenu() {
  const { t, i18n } = useLingui();
  const { api } = useWorkspace();
  const language = i18n.locale === 'id' || i18n.locale === 'hi' ? i18n.locale : 'en';
  const download = useMutation({
    mutationFn: async (format: RecordFileQuery['format']) => {
      saveBlob(await api.dataMap.recordFile({ format, language }), `record-of-processing.${format}`);
    },
    onError: (error) => notify({ tone: 'bad', title: t`Not downloaded`, description: errorSentence(error, i18n) }),
  });
  return (
    <Menu
      trigger={
        <Button icon={<Download aria-hidden />} loading={download.isPending}>
          <Trans>Record of processing</Trans>
        </Button>
      }
    >
      <MenuItem icon={<Printer aria-hidden />} onClick={() => download.mutate('html')}>
        <Trans>Page to print</Trans>
      </MenuItem>
      <MenuItem icon={<Table aria-hidden />} onClick={() => download.mutate('csv')}>
        <Trans>Table (CSV)</Trans>
      </MenuItem>
      <MenuItem icon={<Braces aria-hidden />} onClick={() => download.mutate('json')}>
        <Trans>JSON</Trans>
      </MenuItem>
    </Menu>
  );
}
