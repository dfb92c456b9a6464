import { useLingui } from '@lingui/react/macro';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Progress } from '#ui/Progress.tsx';

/** Props of UploadBox. `share` is how much has arrived, from 0 to 1; `children` says what a file may be. */
export interface UploadBoxProps {
  picture: ReactNode;
  accept: string;
  mostBytes: number;
  tooLarge: ReactNode;
  drop: ReactNode;
  choose: ReactNode;
  upload: { isPending: boolean; error: unknown };
  share: number;
  onFile: (file: File) => void;
  children: ReactNode;
}

/** Takes one file, chosen or dropped, and shows how far it has come. */
export function UploadBox({ picture, accept, mostBytes, tooLarge, drop, choose, upload, share, onFile, children }: UploadBoxProps) {
  const { t } = useLingui();
  const [isDragging, setDragging] = useState(false);
  const [isTooLarge, setTooLarge] = useState(false);
  const inputRef = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined): void => {
    if (file === undefined) return;
    setTooLarge(file.size > mostBytes);
    if (file.size <= mostBytes) onFile(file);
  };
  const handleDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDragging(false);
    if (!upload.isPending) take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <ErrorBanner error={upload.error} />
      {isTooLarge ? (
        <Banner tone="bad" title={t`The file is too large`}>
          {tooLarge}
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
          'flex flex-col items-center gap-3 rounded-card border-2 border-dashed px-6 py-12 text-center [&>svg]:size-10 [&>svg]:text-weak',
          isDragging ? 'border-accent bg-accent-soft' : 'border-line-control/60 bg-surface-1',
        )}
      >
        {picture}
        {upload.isPending ? (
          <div className="w-full max-w-90">
            <Progress label={share < 1 ? t`Uploading` : t`Reading the file`} done={Math.round(share * 100)} total={100} />
          </div>
        ) : (
          <>
            <p className="text-14 text-strong">{drop}</p>
            <input
              ref={inputRef}
              type="file"
              accept={accept}
              hidden
              onChange={(event) => {
                take(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
            <Button variant="primary" onClick={() => inputRef.current?.click()}>
              {choose}
            </Button>
          </>
        )}
        <p className="text-13 text-weak">{children}</p>
      </div>
    </>
  );
}
