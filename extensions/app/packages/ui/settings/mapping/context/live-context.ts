import { createContext, useContext } from 'react';
import type { Plan } from '@dealdraft/wire/plan.ts';
import type { Failure } from '../../../kit/error-notice.tsx';

/** What the rules make of the deal that somebody chose to look at while editing. */
export type Live = {
  deal: { id: string; name: string } | null;
  /** The last plan; it stays visible while a newer one is made. */
  plan: Plan | null;
  state: 'idle' | 'loading' | 'ready' | 'failed';
  error: Failure | null;
};

export const noLive: Live = { deal: null, plan: null, state: 'idle', error: null };
export const LiveContext = createContext<Live>(noLive);
export const useLive = (): Live => useContext(LiveContext);
