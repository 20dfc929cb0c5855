import { appId } from '../../../sandbox/hubspot/state/accounts.ts';
import type { Facts, Violation } from './facts.ts';

const invariant = '5 nothing acknowledged was lost';
const wasTaken = (attempts: readonly { status: number | null }[]): boolean =>
  attempts.some(({ status }) => status !== null && status >= 200 && status < 300);

/** 5: every acknowledged delivery is stored and has an outcome; nothing acknowledged was lost. */
export const nothingLost = (facts: Facts): Violation[] => [
  ...facts.deliveries.flatMap(({ id, outcome, activity }): Violation[] =>
    outcome === 'pending' || outcome === 'unreadable'
      ? [{ invariant, text: `delivery ${id} (${activity ?? '?'}) is ${outcome}` }]
      : [],
  ),
  ...fromSpotDraft(facts),
  ...fromHubSpot(facts),
];

const fromSpotDraft = ({ stage, deliveries, events }: Facts): Violation[] => {
  const stored = new Map<string, number>();
  for (const { source, body } of deliveries)
    if (source === 'spotdraft')
      stored.set(body.toString('utf8'), (stored.get(body.toString('utf8')) ?? 0) + 1);
  const taken = new Set(
    stage.spotdraft.state.deliveries.filter(({ attempts }) => wasTaken(attempts)).map(({ body }) => body),
  );
  const told = Map.groupBy(
    events.filter(({ how }) => how === 'webhook'),
    ({ contractId, kind, at }) => `${contractId} ${kind} ${at.toISOString()}`,
  );
  return [
    ...[...taken].flatMap((body): Violation[] => {
      const count = stored.get(body) ?? 0;
      const what = body.slice(0, 120);
      if (count === 0) return [{ invariant, text: `SpotDraft was told 200 and nothing is stored: ${what}` }];
      return count === 1
        ? []
        : [{ invariant, text: `one call of SpotDraft is stored ${String(count)} times: ${what}` }];
    }),
    // Two events of one millisecond exist; three of the same kind do not.
    ...[...told].flatMap(([name, same]): Violation[] =>
      same.length > 2 ? [{ invariant, text: `the timeline tells ${name} ${String(same.length)} times` }] : [],
    ),
  ];
};

type Event = Record<string, unknown>;
const keyOf = (event: Event, property: unknown): string =>
  [
    event['subscriptionId'],
    event['eventId'],
    new Date(event['occurredAt'] as string | number).getTime(),
    property ?? '',
  ]
    .map(String)
    .join(':');

/** DealDraft's own write coming back: it holds no news, and is not kept. */
const isOwnWrite = (event: Event): boolean =>
  event['changeSource'] === 'INTEGRATION' && event['sourceId'] === String(appId);

const fromHubSpot = ({ stage, deliveries }: Facts): Violation[] => {
  const stored = new Set(
    deliveries
      .filter(({ source }) => source === 'hubspot')
      .map(({ body }) => {
        const event = JSON.parse(body.toString('utf8')) as Event;
        return keyOf(event, event['property']);
      }),
  );
  return stage.hubspot.state.deliveries
    .filter(({ attempts }) => wasTaken(attempts))
    .flatMap(({ events }) => events)
    .filter((event) => !isOwnWrite(event))
    .flatMap((event): Violation[] =>
      stored.has(keyOf(event, event['propertyName']))
        ? []
        : [{ invariant, text: `HubSpot was told 200 and nothing is stored: ${JSON.stringify(event)}` }],
    );
};
