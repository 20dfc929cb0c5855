import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { TemplateChange } from '../../../sandbox/spotdraft/control/change-template.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { startLossyProxy, type LossyProxy } from '../../../lab/proxies/lossy-proxy.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

/** Longer than any answer here takes, and short enough for a test. */
const createTimeoutMs = 700;
const post = { method: 'POST', path: '/public/contracts/$' } as const;
const template = 'Mutual NDA (Individual)';

type NewQuestion = Extract<TemplateChange, { kind: 'add' }>['attribute'];

let world: World;
let go: Journey;
let proxy: LossyProxy;
beforeAll(async () => {
  proxy = await startLossyProxy(() => world.app.port ?? 0);
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: {
      ...roomyHubSpot.environment,
      CREATE_TIMEOUT_MS: String(createTimeoutMs),
      LOOK_UP_DELAYS_MS: '100,300',
      PUBLIC_ORIGIN: proxy.origin,
    },
    hubspot: { ...roomyHubSpot.hubspot, appOrigin: proxy.origin },
  });
  go = journey(world);
});
afterEach(() => {
  world.spotdraft.control.clearFaults();
});

const freshDeal = (): string => {
  const [dealId] = world.hubspot.control.seedDeals(1);
  if (dealId === undefined) throw new Error('no deal');
  return dealId;
};

/** How many contracts a deal must have in the end, when all work is done. */
const expected = new Map<string, number>();
afterAll(async () => {
  await go.quiet();
  for (const [dealId, count] of expected) {
    expect(go.atSpotDraft(dealId), dealId).toHaveLength(count);
    expect(await world.db.contract.count({ where: { portalId, dealId } }), dealId).toBe(count);
  }
  expect(
    await world.db.problem.findMany({
      where: { portalId, clearedAt: null, kind: { in: ['request_unclear', 'two_contracts'] } },
    }),
  ).toEqual([]);
  await world.stop();
  await proxy.close();
});

/** One contract at SpotDraft, one row here, the same one, and the request that made it has ended well. */
const expectExactlyOne = async (dealId: string, requestId: string): Promise<void> => {
  const row = await go.contractOf(requestId);
  expect(go.atSpotDraft(dealId).map(({ id }) => id)).toEqual([row.numericId]);
  expect(await world.db.contract.count({ where: { portalId, dealId } })).toBe(1);
  expect(await world.db.request.findMany({ where: { portalId, dealId }, select: { state: true } })).toEqual([
    { state: 'created' },
  ]);
  expected.set(dealId, 1);
};

describe('one click makes one contract', () => {
  it('clicked twice with the same key: the same request', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => go.click(dealId, template, { key, planHash })),
    );
    const ids = new Set(answers.map((answer) => (answer.ok ? answer.data.requestId : answer.error.code)));
    expect(ids.size).toBe(1);
    await expectExactlyOne(dealId, [...ids][0] ?? '');
    // And long afterwards, too.
    expect(await go.click(dealId, template, { key, planHash })).toEqual(answers[0]);
  });

  it('clicked on two screens at once, each with its own key: one request, and a word for the other', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => go.click(dealId, template, { planHash })),
    );
    const accepted = answers.flatMap((answer) => (answer.ok ? [answer.data.requestId] : []));
    expect(accepted).toHaveLength(1);
    for (const answer of answers)
      if (!answer.ok) {
        expect(['already_requested', 'open_contract']).toContain(answer.error.code);
        expect(answer.error.message).toMatch(/Mutual NDA|was made from this template/);
      }
    await expectExactlyOne(dealId, accepted[0] ?? '');
  });

  it('a second one while the first is open asks for a reason, and with a reason is made', async () => {
    const dealId = freshDeal();
    const { requestId } = await go.make(dealId, template);
    expect(await go.click(dealId, template)).toMatchObject({ ok: false, error: { code: 'open_contract' } });
    expect(await go.click(dealId, template, { reason: '  ' })).toMatchObject({
      ok: false,
      error: { code: 'open_contract' },
    });
    const second = await go.click(dealId, template, { reason: 'A second entity signs as well' });
    expect(second.ok).toBe(true);
    if (second.ok) await go.contractOf(second.data.requestId);
    expect(go.atSpotDraft(dealId)).toHaveLength(2);
    expected.set(dealId, 2);
    expect(requestId).not.toBe(second.ok && second.data.requestId);
  });

  it('HubSpot repeats the call by itself when the answer was lost', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    const before = proxy.passed().length;
    proxy.loseNextAnswer();
    const clicked = await go.click(dealId, template, { planHash });
    const path = `POST /api/card/deals/${dealId}/generate`;
    expect(
      proxy
        .passed()
        .slice(before)
        .filter((call) => call === path),
    ).toHaveLength(2);
    await expectExactlyOne(dealId, clicked.ok ? clicked.data.requestId : '');
  });
});

describe('SpotDraft’s answer is lost', () => {
  it.each([
    ['made, and no answer came', { kind: 'commit-then-timeout' }, 1],
    ['made, and the gateway said 502', { kind: 'error-after' }, 1],
    ['made, and the connection was cut', { kind: 'reset', when: 'after' }, 1],
    ['not made, and the gateway said 503', { kind: 'error-before' }, 2],
    ['not made, and the connection was cut', { kind: 'reset', when: 'before' }, 2],
  ] as const)('%s: looked for before it is posted again', async (_case, fault, attempts) => {
    const dealId = freshDeal();
    const clicked = await (async () => {
      const { planHash } = await go.plan(dealId, template);
      world.spotdraft.control.addFault({ ...fault, ...post, times: 1 });
      return go.click(dealId, template, { planHash });
    })();
    expect(clicked.ok).toBe(true);
    if (!clicked.ok) return;
    const { requestId } = clicked.data;
    await expectExactlyOne(dealId, requestId);
    expect(await world.db.request.findUniqueOrThrow({ where: { id: requestId } })).toMatchObject({
      attempts,
    });
  });

  it('made, no answer, and no webhook either: found by its metadata', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    world.spotdraft.control.addFault({ kind: 'webhook-drop', activity: 'CONTRACT_CREATED' });
    world.spotdraft.control.addFault({ kind: 'commit-then-timeout', ...post, times: 1 });
    const clicked = await go.click(dealId, template, { planHash });
    if (!clicked.ok) throw new Error(clicked.error.message);
    await expectExactlyOne(dealId, clicked.data.requestId);
    const { attempts } = await world.db.request.findUniqueOrThrow({ where: { id: clicked.data.requestId } });
    expect(attempts).toBe(1);
  });

  it('the look-up fails as well: that never counts as having looked', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    world.spotdraft.control.addFault({ kind: 'webhook-drop', activity: 'CONTRACT_CREATED' });
    world.spotdraft.control.addFault({ kind: 'commit-then-timeout', ...post, times: 1 });
    const clicked = await (async () => {
      world.spotdraft.control.addFault({ kind: 'throttle', path: 'by_external_metadata', ms: 900 });
      return go.click(dealId, template, { planHash });
    })();
    if (!clicked.ok) throw new Error(clicked.error.message);
    await expectExactlyOne(dealId, clicked.data.requestId);
  });

  it('while it is unclear, the seller is told, and a second click makes nothing', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    world.spotdraft.control.addFault({ kind: 'webhook-drop', activity: 'CONTRACT_CREATED' });
    world.spotdraft.control.addFault({ kind: 'commit-then-timeout', ...post, times: 1 });
    const hidden = world.spotdraft.control.addFault({
      kind: 'throttle',
      path: 'by_external_metadata',
      ms: 60_000,
    });
    const clicked = await go.click(dealId, template, { planHash });
    if (!clicked.ok) throw new Error(clicked.error.message);
    const checking = await until('the card says that it is looking', async () =>
      (await go.view(dealId)).requests.find(({ state }) => state === 'checking'),
    );
    expect(checking.message).toMatch(/never a second one/);
    expect((await go.view(dealId)).problems.map(({ key }) => key)).toEqual([
      `request_unclear:${clicked.data.requestId}`,
    ]);
    expect(await go.click(dealId, template, { planHash })).toMatchObject({
      ok: false,
      error: { code: 'already_requested' },
    });
    world.spotdraft.control.clearFaults(hidden.id);
    await expectExactlyOne(dealId, clicked.data.requestId);
  });

  it('five posts that all end unclear and made nothing end in a refusal, not in a loop', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    world.spotdraft.control.addFault({ kind: 'error-before', ...post });
    const clicked = await go.click(dealId, template, { planHash });
    if (!clicked.ok) throw new Error(clicked.error.message);
    const refused = await until('it is refused', () =>
      world.db.request.findFirst({ where: { id: clicked.data.requestId, state: 'refused' } }),
    );
    expect(refused.attempts).toBe(5);
    expected.set(dealId, 0);
    const shown = (await go.view(dealId)).requests[0];
    expect(shown).toMatchObject({ state: 'refused' });
    expect(shown?.message).toMatch(/check SpotDraft, then generate it again/);
    expect((await go.view(dealId)).problems).toEqual([]);
  });
});

describe('SpotDraft says no', () => {
  it('a refusal before anything is posted is in the log, without what stands on the deal', async () => {
    const dealId = freshDeal();
    expected.set(dealId, 0);
    const logged = vi.spyOn(world.app.deps.log, 'info');
    const clicked = await go.click(dealId, template, { planHash: 'of another preview' });
    expect(clicked).toMatchObject({ ok: false, error: { code: 'plan_changed' } });
    const templateId = await go.templateId(template);
    expect(logged).toHaveBeenCalledWith(
      { portalId, dealId, templateId, origin: 'card', code: 'plan_changed', fields: undefined },
      'a contract was refused',
    );
  });

  it('a refusal names the field, ends the request, and nothing is posted twice', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    const templateId = await go.templateId(template);
    // The template changes between the preview and the post.
    const attribute = {
      variable: 'new_question',
      display_label: 'New question',
      type: 'string' as const,
      required: true,
      attributes: [],
    };
    expect(
      world.spotdraft.control.changeTemplate('production', templateId, {
        kind: 'add',
        attribute: attribute as unknown as NewQuestion,
      }),
    ).toBe(true);
    const posts = () => world.spotdraft.control.stats().calls['POST contracts/'] ?? 0;
    const before = posts();
    const logged = vi.spyOn(world.app.deps.log, 'info');
    const clicked = await go.click(dealId, template, { planHash });
    if (!clicked.ok) throw new Error(clicked.error.message);
    const { requestId } = clicked.data;
    await until('it is refused, and the log says so', () =>
      logged.mock.calls.find(([, message]) => message === 'a contract was refused'),
    );
    expect(logged).toHaveBeenCalledWith(
      {
        portalId,
        dealId,
        requestId,
        templateId,
        origin: 'card',
        code: 'invalid',
        fields: ['new_question'],
      },
      'a contract was refused',
    );
    const [shown] = (await go.view(dealId)).requests;
    expect(shown?.fields.map(({ target }) => target).join()).toMatch(/new_question/);
    expect(posts()).toBe(before + 1);
    world.spotdraft.control.changeTemplate('production', templateId, {
      kind: 'remove',
      variable: 'new_question',
    });
    await world.cardOk('POST', `/api/card/requests/${clicked.data.requestId}/dismiss`);
    expect((await go.view(dealId)).requests).toEqual([]);
  });

  it('"too many" is waited for without an attempt', async () => {
    const dealId = freshDeal();
    const { planHash } = await go.plan(dealId, template);
    world.spotdraft.control.addFault({ kind: 'throttle', ...post, ms: 400 });
    const clicked = await go.click(dealId, template, { planHash });
    if (!clicked.ok) throw new Error(clicked.error.message);
    await expectExactlyOne(dealId, clicked.data.requestId);
    expect(await world.db.request.findUniqueOrThrow({ where: { id: clicked.data.requestId } })).toMatchObject(
      { attempts: 1 },
    );
  });
});
