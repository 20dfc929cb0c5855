import { createContext, useContext } from 'react';
import type { Portal, User } from '../api/types.ts';
import type { AlertRequest } from '../worker/protocol.ts';

export type Session = {
  portals: Portal[];
  portal: Portal;
  user: User;
  chooseUser: (id: number) => void;
  choosePortal: (id: number) => void;
  alert: (alert: AlertRequest) => void;
};

export const SessionContext = createContext<Session | null>(null);

export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('Rendered outside the session.');
  return session;
};

const key = (portalId: number): string => `sandbox.user.${String(portalId)}`;

/** Who is signed in to a portal in this browser: the address says (`?user=`), else the last choice, else the first user. */
export const userIn = (portal: Portal, wanted: string | null): User | undefined => {
  const remembered = localStorage.getItem(key(portal.portalId));
  return (
    portal.users.find(({ id }) => String(id) === wanted) ??
    portal.users.find(({ id }) => String(id) === remembered) ??
    portal.users[0]
  );
};

export const rememberUser = (portalId: number, userId: number): void => {
  localStorage.setItem(key(portalId), String(userId));
};

export const placeOf = (session: Session) => ({
  locale: session.user.locale,
  currency: session.portal.currency,
  timeZone: session.portal.timeZone,
});
