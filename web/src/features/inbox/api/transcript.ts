import type { TranscriptFormat } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { saveBlob } from '#lib/save-blob.ts';
import { notify } from '#ui/toasts.ts';

/** Long conversations take a while to write. */
const timeoutMs = 300_000;

/** Hands out the conversation as a file of this browser; says when it did not work. */
export function useTranscript(conversationId: string): { download: (format: TranscriptFormat, notes: boolean) => Promise<void> } {
  const { t, i18n } = useLingui();
  const { api } = useWorkspace();
  return {
    download: async (format, notes) => {
      try {
        const blob = await api.transcripts.download(conversationId, { format, notes: notes ? 'true' : 'false' }, { timeoutMs });
        // Without a name in it: files travel further than screens.
        saveBlob(blob, `transcript-${conversationId}.${format}`);
        notify({ title: t`The transcript is in your downloads` });
      } catch (error) {
        notify({ tone: 'bad', title: t`The transcript was not written`, description: errorSentence(error, i18n) });
      }
    },
  };
}
