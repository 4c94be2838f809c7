import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useBridge } from './bridge-context.tsx';
import { seatQuery } from './queries.ts';

/** The coordinator's time, anew each period, on the period's beat: a wrong clock on this machine changes no deadline. */
export function useServerNow(periodMs: number): Date {
  const { api } = useBridge();
  const { data } = useQuery(seatQuery(api));
  const offsetMs = data?.serverOffsetMs ?? 0;
  const [nowMs, setNowMs] = useState(() => Date.now());

  useEffect(() => {
    let timer = setTimeout(tick, periodMs - (Date.now() % periodMs));
    return () => clearTimeout(timer);

    function tick(): void {
      setNowMs(Date.now());
      timer = setTimeout(tick, periodMs - (Date.now() % periodMs));
    }
  }, [periodMs]);

  return useMemo(() => new Date(nowMs + offsetMs), [nowMs, offsetMs]);
}
