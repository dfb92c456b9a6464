import { BatteryMedium, Plane, Signal, Wifi } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { formatTime } from '../data/formats.ts';

/** The body of a phone with its status bar. */
export function PhoneFrame({ owner, isOnline, children }: { owner: string; isOnline: boolean; children: ReactNode }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <section className="phone" aria-label={`Phone of ${owner}`}>
      <div className="phone-screen">
        <div className="status-bar" aria-hidden>
          <span>{formatTime(nowMs)}</span>
          <span className="island" />
          <span className="status-icons">
            {isOnline ? (
              <>
                <Signal size={14} />
                <Wifi size={14} />
              </>
            ) : (
              <Plane size={14} />
            )}
            <BatteryMedium size={18} />
          </span>
        </div>
        {children}
      </div>
    </section>
  );
}
