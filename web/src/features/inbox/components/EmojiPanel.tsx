import { Trans, useLingui } from '@lingui/react/macro';
import { EmojiPicker } from 'frimousse';

/** Languages of the dashboard for which there are words to search emoji by; Malay is the nearest to Indonesian. */
const emojiLocales: Readonly<Record<string, 'en' | 'ms'>> = { en: 'en', id: 'ms' };

/** All emoji with a search; data and words come from this server. */
export function EmojiPanel({ onChoose }: { onChoose: (emoji: string) => void }) {
  const { t, i18n } = useLingui();
  return (
    <EmojiPicker.Root
      emojibaseUrl="/emoji"
      locale={emojiLocales[i18n.locale] ?? 'en'}
      columns={9}
      onEmojiSelect={({ emoji }) => onChoose(emoji)}
      className="isolate flex h-80 w-84 max-w-full flex-col"
    >
      <EmojiPicker.Search
        autoFocus
        aria-label={t`Search emoji`}
        placeholder={t`Search emoji`}
        className="mb-1 h-8 rounded-control border border-line-control bg-surface-1 px-2.5 text-14 text-strong placeholder:text-weak focus-visible:border-focus focus-visible:outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      <EmojiPicker.Viewport className="relative min-h-0 flex-1 outline-none">
        <EmojiPicker.Loading className="absolute inset-0 flex items-center justify-center text-13 text-weak">
          <Trans>Loading the emoji</Trans>
        </EmojiPicker.Loading>
        <EmojiPicker.Empty className="absolute inset-0 flex items-center justify-center text-13 text-weak">
          <Trans>No emoji fits.</Trans>
        </EmojiPicker.Empty>
        <EmojiPicker.List
          className="pb-1 select-none"
          components={{
            CategoryHeader: ({ category, ...props }) => (
              <div {...props} className="bg-popup px-1 pt-2 pb-1 text-12 font-medium text-weak">
                {category.label}
              </div>
            ),
            Row: ({ children, ...props }) => (
              <div {...props} className="scroll-my-1">
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...props }) => (
              <button
                {...props}
                className="flex size-9 items-center justify-center rounded-control text-20 data-active:bg-popup-hover data-active:outline-2 data-active:-outline-offset-2 data-active:outline-focus"
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
