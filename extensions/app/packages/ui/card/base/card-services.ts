import { createContext, useContext } from 'react';
import type { CardCall } from '../../kit/service/call.ts';

/** What HubSpot's page does for the card. */
export type Host = {
  alert: (type: 'success' | 'info' | 'warning' | 'danger', message: string) => void;
  copy: (text: string) => Promise<void>;
  openFrame: (uri: string, title: string) => void;
  closeOverlay: (id: string) => void;
  refreshRecord: () => void;
  /** Calls back after each edit of the record on this page. HubSpot knows no way to stop it. */
  onRecordEdited: (callback: () => void) => void;
};

/** Time as an argument: tests move it by hand. */
export type Clock = {
  now: () => number;
  /** Calls back once; the answer cancels. */
  after: (ms: number, callback: () => void) => () => void;
};

export type CardServices = {
  call: CardCall;
  host: Host;
  clock: Clock;
  newKey: () => string;
  locale: string;
  dealId: string;
  portalId: number;
  hubspotOrigin: string;
  apiOrigin: string;
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
