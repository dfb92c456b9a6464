import { AudioLines, ContactRound, FileText, HelpCircle, Image, MapPin, ShoppingBag, Sticker } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../data/api.ts';
import type { CustomerView, OutgoingMessage } from '../data/api.ts';
import { nameOf } from '../data/formats.ts';
import { Avatar } from './Avatar.tsx';
import { Sheet } from './Sheet.tsx';

const PLACES = [
  { name: 'Monas', address: 'Gambir, Jakarta', latitude: -6.175392, longitude: 106.827153 },
  { name: 'Taman Suropati', address: 'Menteng, Jakarta', latitude: -6.199502, longitude: 106.832443 },
  { name: 'Jardim Botânico', address: 'Rio de Janeiro', latitude: -22.967, longitude: -43.2246 },
] as const;

const FILES = {
  image: { accept: 'image/*,video/*', Icon: Image, label: 'Photo or video' },
  document: { accept: '*/*', Icon: FileText, label: 'Document' },
  audio: { accept: 'audio/*', Icon: AudioLines, label: 'Audio' },
  sticker: { accept: 'image/webp', Icon: Sticker, label: 'Sticker' },
} as const;

/** Kinds of file a person can attach. */
export type FileKind = keyof typeof FILES;

/** Chooses what to attach; `start` opens it on the list of places straight away. */
export function AttachSheet({
  start,
  onFile,
  onWrite,
  onClose,
}: {
  start: 'menu' | 'location';
  onFile: (kind: FileKind, file: File) => void;
  onWrite: (message: OutgoingMessage) => void;
  onClose: () => void;
}) {
  const [view, setView] = useState<'menu' | 'location' | 'contact'>(start);
  const [people, setPeople] = useState<CustomerView[]>([]);
  const fileInput = useRef<HTMLInputElement>(null);
  const kind = useRef<FileKind>('image');

  useEffect(() => {
    if (view === 'contact') void api.customers('').then(setPeople);
  }, [view]);

  function writeAndClose(message: OutgoingMessage) {
    onWrite(message);
    onClose();
  }

  if (view === 'location') {
    return (
      <Sheet title="Send a location" onClose={onClose}>
        {PLACES.map((place) => (
          <button
            type="button"
            className="list-choice"
            key={place.name}
            onClick={() => writeAndClose({ type: 'location', content: { ...place } })}
          >
            <span>{place.name}</span>
            <small>{place.address}</small>
          </button>
        ))}
      </Sheet>
    );
  }
  if (view === 'contact') {
    return (
      <Sheet title="Share a contact" onClose={onClose}>
        {people
          .filter((person) => person.phone !== null)
          .map((person) => (
            <button
              type="button"
              className="list-choice with-avatar"
              key={person.id}
              onClick={() =>
                writeAndClose({
                  type: 'contacts',
                  content: [
                    {
                      name: { formatted_name: nameOf(person), first_name: nameOf(person).split(' ')[0] },
                      phones: [{ phone: `+${person.phone ?? ''}`, type: 'CELL', wa_id: person.waId ?? '' }],
                    },
                  ],
                })
              }
            >
              <Avatar name={nameOf(person)} size={32} />
              <span>{nameOf(person)}</span>
            </button>
          ))}
      </Sheet>
    );
  }
  return (
    <Sheet title="Attach" onClose={onClose}>
      <input
        ref={fileInput}
        type="file"
        className="visually-hidden"
        aria-label="File to attach"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) {
            onFile(kind.current, file);
            onClose();
          }
        }}
      />
      <div className="attach-grid">
        {(Object.keys(FILES) as FileKind[]).map((name) => {
          const { Icon, label, accept } = FILES[name];
          return (
            <button
              type="button"
              key={name}
              onClick={() => {
                kind.current = name;
                if (fileInput.current) {
                  fileInput.current.accept = accept;
                  fileInput.current.click();
                }
              }}
            >
              <Icon size={22} aria-hidden />
              {label}
            </button>
          );
        })}
        <button type="button" onClick={() => setView('location')}>
          <MapPin size={22} aria-hidden /> Location
        </button>
        <button type="button" onClick={() => setView('contact')}>
          <ContactRound size={22} aria-hidden /> Contact
        </button>
        <button
          type="button"
          onClick={() =>
            writeAndClose({
              type: 'order',
              content: {
                catalog_id: '194836987003835',
                text: '',
                product_items: [{ product_retailer_id: 'SKU-77', quantity: 2, item_price: 3.5, currency: 'USD' }],
              },
            })
          }
        >
          <ShoppingBag size={22} aria-hidden /> Order
        </button>
        <button type="button" onClick={() => writeAndClose({ type: 'unsupported', content: { type: 'poll' } })}>
          <HelpCircle size={22} aria-hidden /> Poll
        </button>
      </div>
    </Sheet>
  );
}
