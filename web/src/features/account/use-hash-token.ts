import { useEffect, useState } from 'react';

/**
 * The token that a link of a mail carries behind `#`, where no server and no proxy on the way can log it; null without one.
 * It is taken out of the address at once, so that it stays out of the history and of pictures of the screen.
 */
export function useHashToken(): string | null {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'));
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  }, []);
  return token === '' ? null : token;
}
