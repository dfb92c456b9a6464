import { ChevronLeft, Info } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../data/api.ts';
import type { ChatSummary, CustomerView } from '../data/api.ts';
import { nameOf } from '../data/formats.ts';
import { useChat } from '../data/use-chat.ts';
import { useStream } from '../data/use-stream.ts';
import { ChatList } from '../parts/ChatList.tsx';
import { ChatView } from '../parts/ChatView.tsx';
import { PeopleList } from '../parts/PeopleList.tsx';
import { PersonPanel } from '../parts/PersonPanel.tsx';
import { PhoneFrame } from '../parts/PhoneFrame.tsx';
import { TopBar } from '../parts/TopBar.tsx';

const RELOAD_DELAY_MS = 120;

interface Place {
  customerId: string | null;
  numberId: string | null;
}

function placeOfAddress(): Place {
  const query = new URLSearchParams(location.search);
  return { customerId: query.get('customer'), numberId: query.get('number') };
}

function addressOf({ customerId, numberId }: Place): string {
  const query = new URLSearchParams();
  if (customerId !== null) query.set('customer', customerId);
  if (numberId !== null) query.set('number', numberId);
  return `/phone?${query.toString()}`;
}

/** People at the left, the phone of the chosen one in the middle, what the phone does not show at the right. */
export function PhonePage() {
  const [place, setPlace] = useState(placeOfAddress);
  const [search, setSearch] = useState('');
  const [people, setPeople] = useState<CustomerView[]>([]);
  const [customer, setCustomer] = useState<CustomerView | null>(null);
  const [chats, setChats] = useState<ChatSummary[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPanelOpen, setIsPanelOpen] = useState(false);
  const { customerId, numberId } = place;
  const chat = useChat(customerId, numberId);

  const go = useCallback((next: Place) => {
    history.pushState(null, '', addressOf(next));
    setPlace(next);
  }, []);

  useEffect(() => {
    const handlePop = () => setPlace(placeOfAddress());
    window.addEventListener('popstate', handlePop);
    return () => window.removeEventListener('popstate', handlePop);
  }, []);

  const loadPeople = useCallback(async () => {
    const found = await api.customers(search);
    setPeople(found);
    const first = found[0];
    // On a wide screen an empty middle teaches nothing, so the first phone is shown.
    if (customerId === null && first && window.matchMedia('(min-width: 1000px)').matches) {
      const next = { customerId: first.id, numberId: null };
      history.replaceState(null, '', addressOf(next));
      setPlace(next);
    }
  }, [search, customerId]);

  const loadPhone = useCallback(async () => {
    if (customerId === null) {
      setCustomer(null);
      return;
    }
    try {
      const [person, list] = await Promise.all([api.customer(customerId), api.chats(customerId)]);
      setCustomer(person);
      setChats(list);
      // The address may name a person by phone number or user id.
      if (person.id !== customerId) setPlace((current) => ({ ...current, customerId: person.id }));
    } catch (error) {
      setCustomer(null);
      setProblem(error instanceof Error ? error.message : 'The phone could not be loaded.');
    }
  }, [customerId]);

  useEffect(() => {
    void loadPeople();
  }, [loadPeople]);
  useEffect(() => {
    void loadPhone();
  }, [loadPhone]);

  // An open chat is read as messages come, and stops being so when the page goes away.
  useEffect(() => {
    if (customerId === null) return;
    void api.openChat(customerId, numberId).catch(() => setProblem('This chat does not exist.'));
    return () => {
      void api.openChat(customerId, null).catch(() => undefined);
    };
  }, [customerId, numberId]);

  // Statuses come in bursts: the list of chats is read once for all of them.
  const reloadTimer = useRef<ReturnType<typeof setTimeout> | null>(null);
  function loadPhoneSoon() {
    reloadTimer.current ??= setTimeout(() => {
      reloadTimer.current = null;
      void loadPhone();
    }, RELOAD_DELAY_MS);
  }

  const isConnected = useStream(
    customerId,
    (event) => {
      chat.apply(event);
      if (event.type === 'message' || event.type === 'state') loadPhoneSoon();
      if (event.type === 'customers') {
        void loadPeople();
        void loadPhone();
      }
    },
    () => {
      void loadPhone();
      void chat.reload();
    },
  );

  const summary = chats.find((candidate) => candidate.phoneNumberId === numberId) ?? null;
  const stage = customerId === null ? 'people' : isPanelOpen ? 'panel' : 'phone';
  return (
    <div className="app">
      <TopBar current="/phone" isConnected={isConnected} />
      <main className={`phones stage-${stage}`}>
        <PeopleList
          people={people}
          search={search}
          selectedId={customerId}
          onSearch={setSearch}
          onSelect={(id) => {
            setIsPanelOpen(false);
            go({ customerId: id, numberId: null });
          }}
        />
        <div className="stage">
          <div className="stage-bar">
            <button
              type="button"
              className="button"
              onClick={() => (isPanelOpen ? setIsPanelOpen(false) : go({ customerId: null, numberId: null }))}
            >
              <ChevronLeft size={16} aria-hidden /> {isPanelOpen ? 'Phone' : 'People'}
            </button>
            {customer ? <span className="stage-name">{nameOf(customer)}</span> : null}
            {customer && !isPanelOpen ? (
              <button type="button" className="button" onClick={() => setIsPanelOpen(true)}>
                <Info size={16} aria-hidden /> Person
              </button>
            ) : null}
          </div>
          {problem === null ? null : (
            <p className="note bad stage-problem" role="alert">
              {problem}
            </p>
          )}
          {customer ? (
            <PhoneFrame owner={nameOf(customer)} isOnline={customer.isOnline}>
              {summary ? (
                <ChatView
                  key={`${customer.id}/${summary.phoneNumberId}`}
                  customer={customer}
                  summary={summary}
                  chat={chat}
                  onBack={() => go({ customerId, numberId: null })}
                  onProblem={setProblem}
                />
              ) : (
                <ChatList customer={customer} chats={chats} openId={numberId} onOpen={(id) => go({ customerId, numberId: id })} />
              )}
            </PhoneFrame>
          ) : null}
        </div>
        {customer ? <PersonPanel customer={customer} summary={summary ?? chats[0] ?? null} onProblem={setProblem} /> : <div />}
      </main>
    </div>
  );
}
