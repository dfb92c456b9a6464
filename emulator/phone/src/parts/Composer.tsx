import { Mic, Plus, SendHorizontal, Smile, Square, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ChatMessage } from '../data/api.ts';
import { summaryOf } from '../data/formats.ts';

const EMOJI = ['😀', '😅', '😍', '🙏', '👍', '👋', '❤️', '🎉', '☕', '🍰', '🚚', '✅'] as const;
const VOICE_TYPES = ['audio/ogg;codecs=opus', 'audio/mp4', 'audio/webm;codecs=opus'] as const;

/** Records a voice note; null when this browser or machine cannot. */
async function startRecording(): Promise<{ stop: () => Promise<Blob> } | null> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = VOICE_TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, mimeType === undefined ? {} : { mimeType });
    const chunks: Blob[] = [];
    recorder.ondataavailable = (event) => chunks.push(event.data);
    recorder.start();
    return {
      stop: () =>
        new Promise((resolve) => {
          recorder.onstop = () => {
            for (const track of stream.getTracks()) track.stop();
            resolve(new Blob(chunks, { type: recorder.mimeType }));
          };
          recorder.stop();
        }),
    };
  } catch {
    return null;
  }
}

/** Where a person writes: text, emoji, attachments, voice; with the message that is answered or corrected above. */
export function Composer({
  replyTo,
  editing,
  isBlocked,
  onCancelContext,
  onSend,
  onAttach,
  onVoice,
  onUnblock,
}: {
  replyTo: ChatMessage | null;
  editing: ChatMessage | null;
  isBlocked: boolean;
  onCancelContext: () => void;
  onSend: (text: string) => void;
  onAttach: () => void;
  onVoice: (voice: Blob) => void;
  onUnblock: () => void;
}) {
  const [text, setText] = useState('');
  const [isEmojiOpen, setIsEmojiOpen] = useState(false);
  const [recording, setRecording] = useState<{ stop: () => Promise<Blob> } | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const context = editing ?? replyTo;

  useEffect(() => {
    if (editing) setText(summaryOf(editing));
    if (editing || replyTo) input.current?.focus();
  }, [editing, replyTo]);

  if (isBlocked) {
    return (
      <div className="composer blocked">
        <p>You blocked this business. It cannot reach you here.</p>
        <button type="button" className="button" onClick={onUnblock}>
          Unblock
        </button>
      </div>
    );
  }

  function send() {
    const trimmed = text.trim();
    if (trimmed === '') return;
    setText('');
    setIsEmojiOpen(false);
    onSend(trimmed);
  }

  async function toggleRecording() {
    setNotice(null);
    if (recording) {
      setRecording(null);
      onVoice(await recording.stop());
      return;
    }
    const started = await startRecording();
    if (started) setRecording(started);
    else setNotice('There is no microphone here. Attach an audio file instead.');
  }

  return (
    <div className="composer">
      {context ? (
        <div className="composer-context">
          <span className="quote">
            <span className="quote-who">{editing ? 'Correct your message' : context.isFromCustomer ? 'You' : 'Business'}</span>
            <span className="quote-text">{summaryOf(context)}</span>
          </span>
          <button
            type="button"
            className="icon-button"
            aria-label="Cancel"
            onClick={() => {
              setText('');
              onCancelContext();
            }}
          >
            <X size={18} aria-hidden />
          </button>
        </div>
      ) : null}
      {isEmojiOpen ? (
        <div className="emoji-row">
          {EMOJI.map((emoji) => (
            <button key={emoji} type="button" aria-label={`Insert ${emoji}`} onClick={() => setText((current) => current + emoji)}>
              {emoji}
            </button>
          ))}
        </div>
      ) : null}
      {notice === null ? null : (
        <p className="note composer-notice" role="status">
          {notice}
        </p>
      )}
      <div className="composer-row">
        <button type="button" className="icon-button" aria-label="Attach" onClick={onAttach}>
          <Plus size={22} aria-hidden />
        </button>
        <div className="composer-box">
          <textarea
            ref={input}
            rows={1}
            value={text}
            placeholder={recording ? 'Recording…' : 'Message'}
            aria-label="Message"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
                event.preventDefault();
                send();
              }
              if (event.key === 'Escape' && context) onCancelContext();
            }}
          />
          <button
            type="button"
            className="icon-button small"
            aria-label="Emoji"
            aria-expanded={isEmojiOpen}
            onClick={() => setIsEmojiOpen((isOpen) => !isOpen)}
          >
            <Smile size={20} aria-hidden />
          </button>
        </div>
        {text.trim() === '' ? (
          <button
            type="button"
            className={recording ? 'send-button recording' : 'send-button'}
            aria-label={recording ? 'Send the voice note' : 'Record a voice note'}
            onClick={() => void toggleRecording()}
          >
            {recording ? <Square size={16} aria-hidden /> : <Mic size={20} aria-hidden />}
          </button>
        ) : (
          <button type="button" className="send-button" aria-label={editing ? 'Save the correction' : 'Send'} onClick={send}>
            <SendHorizontal size={20} aria-hidden />
          </button>
        )}
      </div>
    </div>
  );
}
