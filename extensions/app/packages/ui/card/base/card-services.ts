import { createContext, useContext } from 'react';
import type { CardRoutes } from '@dealdraft/wire/routes/card.ts';
import type { Host, Services } from '../../kit/host.tsx';

/** What HubSpot's page does for the card. */
export type CardHost = Host & {
  refreshRecord: () => void;
  /** Calls back after each edit of the record on this page. HubSpot knows no way to stop it. */
  onRecordEdited: (callback: () => void) => void;
};

export type CardServices = Services<CardRoutes> & {
  host: CardHost;
  dealId: string;
  /** `narrow` is the sidebar, about 300 px. */
  width: 'narrow' | 'wide';
  /** Kept unique on a page that shows both cards: it is part of every overlay's id. */
  prefix: string;
};

export const CardServicesContext = createContext<CardServices | null>(null);

export const useCard = (): CardServices => {
  const services = useContext(CardServicesContext);
  if (services === null) throw new Error('The card is rendered without its services.');
  return services;
};

/** What the card's parts may ask of the card as a whole. */
export type DealLink = {
  /** Read the deal again now, and quickly for a while: somebody did something. */
  acted: () => void;
  now: number;
};

export const DealLinkContext = createContext<DealLink>({ acted: () => undefined, now: 0 });
export const useDealLink = (): DealLink => useContext(DealLinkContext);
