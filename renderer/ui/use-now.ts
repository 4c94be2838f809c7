import { useEffect, useState } from 'react';

/** The time, anew each period, on the period's beat: two clocks on a page change together. */
export function useNow(periodMs: number): Date {
  const [now, setNow] = useState(() => new Date());

  useEffect(() => {
    let timer = setTimeout(tick, periodMs - (Date.now() % periodMs));
    return () => clearTimeout(timer);

    function tick(): void {
      setNow(new Date());
      timer = setTimeout(tick, periodMs - (Date.now() % periodMs));
    }
  }, [periodMs]);

  return now;
}
