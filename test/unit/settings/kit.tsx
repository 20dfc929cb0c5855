import { createRenderer } from '@hubspot/ui-extensions/testing';
import type { ReactElement } from 'react';
import { vi } from 'vitest';
import type { Caller } from '@dealdraft/ui/settings/api/call.ts';
import type { SettingsServices } from '@dealdraft/ui/settings/settings-services.ts';
import { SettingsContext } from '@dealdraft/ui/settings/settings-services.ts';
import type { Envelope } from '../../../src/wire/card.ts';
import { manualClock, words } from '../card/kit.tsx';

type Call = { method: 'GET' | 'POST'; path: string; body: Record<string, unknown> };
/** Answers by path; a path that no test prepared fails the test that asks for it. */
export type Answers = Record<string, (call: Call) => Envelope<unknown> | Promise<Envelope<unknown>>>;

/** The service as a table of answers, and what was asked of it. The longest prefix that fits wins. */
export const fakeCaller = (answers: Answers) => {
  const calls: Call[] = [];
  const answer = <Data,>(call: Call): Promise<Envelope<Data>> => {
    calls.push(call);
    const prefix = Object.keys(answers)
      .filter((each) => `${call.method} ${call.path}`.startsWith(each))
      .sort((a, b) => b.length - a.length)[0];
    const found = prefix === undefined ? undefined : answers[prefix];
    if (found === undefined) throw new Error(`The test did not expect ${call.method} ${call.path}`);
    return Promise.resolve(found(call)) as Promise<Envelope<Data>>;
  };
  const caller: Caller = {
    get: (path, query = {}) => answer({ method: 'GET', path, body: { ...query } }),
    post: (path, body = {}) => answer({ method: 'POST', path, body }),
  };
  return { caller, calls };
};

/** Renders a part of the settings over a fake service. Keys are numbered: key-1, key-2, … */
export const renderSettings = (element: ReactElement, services: Partial<SettingsServices>) => {
  const clock = manualClock();
  const seen: string[] = [];
  let keys = 0;
  const whole = {
    host: {
      alert: (type: string, message: string) => void seen.push(`${type}: ${message}`),
      copy: (text: string) => {
        seen.push(`copy ${text}`);
        return Promise.resolve();
      },
      openFrame: (uri: string) => void seen.push(`frame ${uri}`),
      closeOverlay: (id: string) => void seen.push(`close ${id}`),
    },
    clock,
    newKey: () => {
      keys += 1;
      return `key-${String(keys)}`;
    },
    locale: 'en-GB',
    portalId: 42,
    hubspotOrigin: 'https://app.hubspot.com',
    apiOrigin: 'https://api.example.com',
    userEmail: 'ada@example.com',
    ...services,
  } as SettingsServices;
  const renderer = createRenderer('settings');
  renderer.render(<SettingsContext.Provider value={whole}>{element}</SettingsContext.Provider>);
  const waitFor = (check: () => void) => vi.waitFor(check, { interval: 5, timeout: 3_000 });
  return { ...renderer, clock, seen, waitFor, text: () => words(renderer.getRootNode()) };
};

/** Fires a component's event with whatever HubSpot would give it: the renderer's own types know no handler of several kinds. */
export const fire = (element: { trigger: unknown }, event: string, ...given: unknown[]): void => {
  (element.trigger as (event: string, ...given: unknown[]) => void)(event, ...given);
};
