import { useEffect, useRef, useState } from 'react';
import type { StreamEvent } from './api.ts';

/**
 * Listens to what happens in the emulator while the component lives. `onReconnect` runs whenever the connection is (back) up,
 * because nothing is replayed: read again there what may have been missed. Gives whether the connection is up.
 */
export function useStream(customerId: string | null, onEvent: (event: StreamEvent) => void, onReconnect: () => void): boolean {
  const [isConnected, setIsConnected] = useState(true);
  const handlers = useRef({ onEvent, onReconnect });
  useEffect(() => {
    handlers.current = { onEvent, onReconnect };
  });
  useEffect(() => {
    const query = customerId === null ? '' : `?customer=${encodeURIComponent(customerId)}`;
    const source = new EventSource(`/emulator/stream${query}`);
    source.addEventListener('open', () => {
      setIsConnected(true);
      handlers.current.onReconnect();
    });
    source.addEventListener('error', () => setIsConnected(false));
    source.addEventListener('message', (message: MessageEvent<string>) => {
      handlers.current.onEvent(JSON.parse(message.data) as StreamEvent); // written by our own emulator
    });
    return () => source.close();
  }, [customerId]);
  return isConnected;
}
