import { useLingui } from '@lingui/react/macro';
import { Mic, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Spinner } from '#ui/Spinner.tsx';
import { useMediaContent } from '../api/media.ts';
import { MediaFailed, MediaGone } from './MediaStates.tsx';

const speeds = [1, 1.5, 2] as const;

function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '0:00';
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

/** Plays a voice note or another sound; the bytes are loaded with the first press. `url` is given for a file of this page. */
export function VoicePlayer({ mediaId, url, voice }: { mediaId: string | null; url: string | null; voice: boolean }) {
  const { t } = useLingui();
  const [wanted, setWanted] = useState(false);
  const [playing, setPlaying] = useState(false);
  const [broken, setBroken] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [speed, setSpeed] = useState<number>(1);
  const state = useMediaContent(mediaId, wanted);
  const audioRef = useRef<HTMLAudioElement>(null);
  const source = url ?? (state.kind === 'ready' ? state.url : null);

  useEffect(() => {
    const audio = audioRef.current;
    if (!audio || source === null || !playing) return;
    audio.play().catch(() => setPlaying(false));
    return () => audio.pause();
  }, [source, playing]);

  if (state.kind === 'gone') return <MediaGone />;
  if (state.kind === 'failed') return <MediaFailed state={state} />;
  const waiting = wanted && playing && source === null;
  const speedText = `${speed}×`;
  return (
    <div className="flex w-64 max-w-full items-center gap-2 py-0.5">
      {source === null ? null : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody has written down what a voice note says
        <audio
          ref={audioRef}
          src={source}
          preload="metadata"
          onLoadedMetadata={(event) => {
            event.currentTarget.playbackRate = speed;
            setLength(event.currentTarget.duration);
          }}
          onDurationChange={(event) => setLength(event.currentTarget.duration)}
          onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
          onError={() => {
            setBroken(true);
            setPlaying(false);
          }}
          onEnded={() => {
            setPlaying(false);
            setAt(0);
          }}
        />
      )}
      <button
        type="button"
        aria-label={playing ? t`Pause` : voice ? t`Play the voice message` : t`Play the sound`}
        onClick={() => {
          setWanted(true);
          setBroken(false);
          setPlaying(!playing);
        }}
        className="touch-target flex size-9 shrink-0 items-center justify-center rounded-full bg-accent text-on-accent hover:bg-accent-hover [&_svg]:size-4"
      >
        {waiting ? <Spinner /> : playing ? <Pause aria-hidden fill="currentColor" /> : <Play aria-hidden fill="currentColor" />}
      </button>
      <div className="flex min-w-0 flex-1 flex-col">
        <input
          type="range"
          min={0}
          max={Number.isFinite(length) && length > 0 ? length : 1}
          step={0.1}
          value={at}
          disabled={source === null}
          aria-label={t`Place in the recording`}
          aria-valuetext={clock(at)}
          onChange={(event) => {
            const next = Number(event.target.value);
            setAt(next);
            if (audioRef.current) audioRef.current.currentTime = next;
          }}
          className="h-4 w-full accent-accent"
        />
        <span className="flex items-center gap-1 text-12 text-weak tabular-nums">
          {voice ? <Mic aria-hidden className="size-3.5" /> : null}
          {broken
            ? t`The browser cannot play this.`
            : source !== null && length > 0
              ? `${clock(at)} / ${clock(length)}`
              : voice
                ? t`Voice message`
                : t`Sound`}
        </span>
      </div>
      <button
        type="button"
        aria-label={t`Speed: ${speedText}. Change`}
        onClick={() => {
          const next = speeds[(speeds.findIndex((value) => value === speed) + 1) % speeds.length] ?? 1;
          setSpeed(next);
          if (audioRef.current) audioRef.current.playbackRate = next;
        }}
        className="touch-target h-6 shrink-0 rounded-full bg-surface-1/60 px-2 text-12 font-medium text-normal tabular-nums hover:text-strong"
      >
        {speedText}
      </button>
    </div>
  );
}
