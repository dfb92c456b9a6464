import { ArrowLeft, Paperclip, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { api } from '../data/api.ts';
import type { Mail } from '../data/api.ts';
import { formatListTime } from '../data/formats.ts';
import { useStream } from '../data/use-stream.ts';
import { FormattedText } from '../parts/FormattedText.tsx';
import { TopBar } from '../parts/TopBar.tsx';

function MailView({ mail, onBack }: { mail: Mail; onBack: () => void }) {
  const [wantsText, setWantsText] = useState(false);
  const showsHtml = mail.html !== null && !wantsText;
  return (
    <article className="mail">
      <header>
        <button type="button" className="button mail-back" onClick={onBack}>
          <ArrowLeft size={16} aria-hidden /> Mails
        </button>
        <h2>{mail.subject || '(no subject)'}</h2>
        <p>
          From {mail.from || 'nobody'} to {mail.to.join(', ')} · <time>{new Date(mail.receivedAtMs).toLocaleString()}</time>
        </p>
        {mail.html === null ? null : (
          <div role="group" aria-label="Form of the mail" className="segments">
            <button type="button" aria-pressed={showsHtml} onClick={() => setWantsText(false)}>
              As sent
            </button>
            <button type="button" aria-pressed={!showsHtml} onClick={() => setWantsText(true)}>
              Text
            </button>
          </div>
        )}
      </header>
      {showsHtml ? (
        <iframe
          title={`Mail: ${mail.subject}`}
          src={`/emulator/mails/${mail.id}/html`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
        />
      ) : (
        <div className="mail-text">
          <FormattedText text={mail.text} />
        </div>
      )}
      {mail.attachments.length === 0 ? null : (
        <ul className="mail-attachments">
          {mail.attachments.map((attachment) => (
            <li key={attachment.fileName}>
              <Paperclip size={14} aria-hidden /> {attachment.fileName} ({Math.ceil(attachment.sizeBytes / 1024)} kB)
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

/** Mails that programs on this machine tried to send. */
export function MailboxPage() {
  const [mails, setMails] = useState<Mail[] | null>(null);
  const [selectedId, setSelectedId] = useState(() => Number(new URLSearchParams(location.search).get('mail')) || null);
  const load = useCallback(async () => setMails(await api.mails()), []);
  useEffect(() => {
    document.title = 'Mailbox';
    void load();
  }, [load]);
  const isConnected = useStream(
    null,
    (event) => event.type === 'mails' && void load(),
    () => void load(),
  );
  const selected = mails?.find((mail) => mail.id === selectedId) ?? null;

  function select(id: number | null) {
    history.replaceState(null, '', id === null ? '/mailbox' : `/mailbox?mail=${id}`);
    setSelectedId(id);
  }

  return (
    <div className="app">
      <TopBar current="/mailbox" isConnected={isConnected} />
      <main className={selected ? 'mailbox has-mail' : 'mailbox'}>
        <section className="mail-list" aria-label="Mails">
          <div className="page-head">
            <div>
              <h2>Mailbox</h2>
              <p>Every mail is caught here. None leaves this machine.</p>
            </div>
            {mails && mails.length > 0 ? (
              <button type="button" className="icon-button" aria-label="Delete all mails" onClick={() => void api.clearMails().then(load)}>
                <Trash2 size={18} aria-hidden />
              </button>
            ) : null}
          </div>
          <ul>
            {(mails ?? []).map((mail) => (
              <li key={mail.id}>
                <button type="button" aria-current={mail.id === selectedId ? 'true' : undefined} onClick={() => select(mail.id)}>
                  <span className="mail-top">
                    <span>{mail.to.join(', ')}</span>
                    <time>{formatListTime(mail.receivedAtMs)}</time>
                  </span>
                  <strong>{mail.subject || '(no subject)'}</strong>
                  <small>{mail.text.slice(0, 120)}</small>
                </button>
              </li>
            ))}
          </ul>
          {mails?.length === 0 ? <p className="empty">No mail yet. Invitations and password resets show up here.</p> : null}
        </section>
        {selected ? (
          <MailView key={selected.id} mail={selected} onBack={() => select(null)} />
        ) : (
          <p className="empty mail-none">Choose a mail to read it.</p>
        )}
      </main>
    </div>
  );
}
