import { cardRoutes } from './card.ts';
import { erpRoutes } from './erp.ts';
import { installRoutes } from './install.ts';
import { idsIn, type IdName } from './params.ts';
import { route, view, type Route, type Routes, type Who } from './route.ts';
import { settingsRoutes } from './settings.ts';

/** A page for a person, a file, or an answer in a vendor's or tool's own form. */
const answer = view<unknown>();

/** What vendors and browsers call. Their bodies are parsed where they are understood, after their signature. */
const otherRoutes = {
  'GET /healthz': route({ who: 'anybody', answer }),
  'GET /readyz': route({ who: 'anybody', answer }),
  'GET /files/:token': route({ who: 'link', answer }),
  'POST /webhooks/spotdraft/:token': route({ who: 'spotdraft', answer }),
  'POST /webhooks/hubspot': route({ who: 'hubspot', answer }),
  'POST /hubspot/actions/generate-contract': route({ who: 'hubspot', answer }),
  'POST /hubspot/actions/send-contract': route({ who: 'hubspot', answer }),
  'POST /hubspot/actions/get-contract': route({ who: 'hubspot', answer }),
  'POST /hubspot/actions/wait-for-status': route({ who: 'hubspot', answer }),
  'POST /hubspot/actions/void-contract': route({ who: 'hubspot', answer }),
  'POST /hubspot/actions/options/templates': route({ who: 'hubspot', answer }),
} satisfies Routes;

const everyRoute: Record<string, Route> = {
  ...cardRoutes,
  ...settingsRoutes,
  ...erpRoutes,
  ...installRoutes,
  ...otherRoutes,
};

/** Every way into the service: nothing else is served. */
export const allRoutes: readonly {
  method: string;
  path: string;
  who: Who;
  ids: readonly IdName[];
  body: Route['body'];
}[] = Object.entries(everyRoute).map(([address, { who, body }]) => {
  const [method = '', path = ''] = address.split(' ');
  return { method, path, who, ids: idsIn(address), body };
});
