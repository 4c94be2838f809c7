import { useQuery } from '@tanstack/react-query';
import type { SeatSessionSummary } from '#shared/contract/services/people.contract.ts';
import type { Permission } from '#shared/people/roles.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { sessionQuery } from '#renderer/bridge/queries.ts';

/** Undefined until main has said who sits here. */
export function useSession(): SeatSessionSummary | undefined {
  const { api } = useBridge();
  return useQuery(sessionQuery(api)).data;
}

/** At a seat where nobody signs in all may do everything. */
export function may(session: SeatSessionSummary | undefined, permission: Permission): boolean {
  if (session?.status === 'open') return true;
  return session?.status === 'signed-in' && (session.person?.permissions.includes(permission) ?? false);
}
