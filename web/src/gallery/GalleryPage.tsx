import { useLingui } from '@lingui/react';
import { languages, showLanguage, type Language } from '#lib/i18n.ts';
import { setTheme, themes, useTheme } from '#lib/theme.ts';
import { Select } from '#ui/Select.tsx';
import { ButtonSpecimens, ChoiceSpecimens, InputSpecimens } from './ControlSpecimens.tsx';
import { ListSpecimens, ReadSpecimens } from './DataSpecimens.tsx';
import { FeedbackSpecimens, StructureSpecimens } from './FeedbackSpecimens.tsx';
import { OverlaySpecimens } from './OverlaySpecimens.tsx';

/** Every part with its states, for building, for looking at, and for the tests that photograph it. Not translated: only we see it. */
export function GalleryPage() {
  const theme = useTheme();
  const { i18n } = useLingui();
  return (
    <div className="h-dvh overflow-y-auto">
      <title>Gallery · Kabar</title>
      <main className="mx-auto max-w-270 px-4 py-8 sm:px-8">
        <header className="flex flex-wrap items-center justify-between gap-4 pb-6">
          <h1 className="text-28 font-semibold tracking-tight text-strong">Parts</h1>
          <div className="flex gap-2 *:w-40">
            <Select
              label="Language"
              value={i18n.locale as Language}
              onValueChange={(code) => void showLanguage(code, true)}
              options={languages.map(({ code, name }) => ({ value: code, label: name }))}
            />
            <Select label="Theme" value={theme} onValueChange={setTheme} options={themes.map((name) => ({ value: name, label: name }))} />
          </div>
        </header>
        <ButtonSpecimens />
        <InputSpecimens />
        <ChoiceSpecimens />
        <OverlaySpecimens />
        <FeedbackSpecimens />
        <StructureSpecimens />
        <ListSpecimens />
        <ReadSpecimens />
      </main>
    </div>
  );
}
