import { createRenderer } from '@hubspot/ui-extensions/testing';
import type { ReactElement } from 'react';
import { vi } from 'vitest';
import type { SettingsServices } from '@dealdraft/ui/settings/parts/settings-services.ts';
import { SettingsContext } from '@dealdraft/ui/settings/parts/settings-services.ts';
import type { SettingsRoutes } from '@dealdraft/wire/routes/settings.ts';
import { fakeCall, manualClock, words, type Fakes } from '../card/kit.tsx';
import { patienceMs } from '../../../lab/patience.ts';

export type SettingsFakes = Fakes<SettingsRoutes>;

/** Renders a part of the settings over a fake service. Keys are numbered: key-1, key-2, … */
export const renderSettings = (element: ReactElement, fakes: SettingsFakes = {}) => {
  const clock = manualClock();
  const seen: string[] = [];
  let keys = 0;
  const whole: SettingsServices = {
    call: fakeCall<SettingsRoutes>(fakes),
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
  };
  const renderer = createRenderer('settings');
  renderer.render(<SettingsContext.Provider value={whole}>{element}</SettingsContext.Provider>);
  const waitFor = (check: () => void) => vi.waitFor(check, { interval: 5, timeout: patienceMs });
  return { ...renderer, clock, seen, waitFor, text: () => words(renderer.getRootNode()) };
};

/** Fires a component's event with whatever HubSpot would give it: the renderer's own types know no handler of several kinds. */
export const fire = (element: { trigger: unknown }, event: string, ...given: unknown[]): void => {
  (element.trigger as (event: string, ...given: unknown[]) => void)(event, ...given);
};
