import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allSteps } from '../../../scripts/rehearse/steps.ts';
import { holds } from '../../../scripts/rehearse/base/outcome.ts';
import { defineStep } from '../../../scripts/rehearse/parts/step.ts';
import { freePort } from '../../../lab/world/world.ts';
import { startRewritingProxy } from '../../../lab/proxies/rewriting-proxy.ts';
import { fileExecuted, leftovers, run, startStage, type Stage, type Written } from './kit.ts';

let stage: Stage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearsal-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  stage = await startStage();
});
afterEach(async () => {
  await stage.stop();
});

const resultsIn = (said: string): Map<string, string> =>
  new Map(
    [...said.matchAll(/^(holds|DOES NOT HOLD|skipped|COULD NOT RUN) +(\S+\.\S+)/gm)].map(
      ([, result = '', id = '']) => [id, result] as const,
    ),
  );

/** A step for the test alone, that makes a deal and then ends as it is told. */
const makesDealThen = (end: () => ReturnType<typeof holds>) =>
  defineStep({
    id: 'hubspot.test',
    title: 'A step of the test',
    assumption: 'None.',
    matters: 'Not at all.',
    where: [],
    writes: true,
    does: 'Creates a deal.',
    needs: ['hubspot'],
    run: async ({ hubspot }) => {
      const deal = await hubspot.deal();
      return deal.ok ? end() : deal.failure;
    },
  });

describe('npm run rehearse, against both stand-ins', () => {
  it('finds that every assumption holds or is skipped with its reason, and leaves nothing', async () => {
    const json = join(folder, 'results.json');
    const environment = await stage.environment();
    const { said } = await run({
      environment,
      args: ['--listen', String(stage.port), '--email', 'ops@example.com', '--json', json],
    });
    const written = await readFile(json, 'utf8');
    const { assumptions, left, removed } = JSON.parse(written) as Written;

    expect(assumptions.map(({ id }) => id)).toEqual(allSteps.map(({ id }) => id));
    const differing = assumptions.filter(({ result }) => result === 'does-not-hold').map(({ id }) => id);
    expect(differing).toEqual([]);
    expect(assumptions.filter(({ result }) => result === 'skipped').map(({ id, why }) => [id, why])).toEqual([
      ['hubspot.required-properties', 'Needs a deal stage with a required property (--required-stage).'],
      ['spotdraft.executed-download', 'Needs an executed contract (--executed).'],
      ['spotdraft.notes-form', 'SpotDraft returns 404 for the notes of a contract without notes.'],
    ]);
    expect(assumptions.filter(({ result }) => result === 'could-not-run')).toEqual([]);

    expect(left).toEqual([]);
    expect(removed.length).toBeGreaterThan(20);
    expect(leftovers(stage)).toEqual([]);

    expect(Object.fromEntries(resultsIn(said))).toMatchObject({
      'spotdraft.create': 'holds',
      'hubspot.files-stat': 'holds',
    });
    for (const secret of [
      environment['HUBSPOT_TOKEN'],
      environment['HUBSPOT_REFRESH_TOKEN'],
      environment['HUBSPOT_CLIENT_SECRET'],
      environment['SPOTDRAFT_CLIENT_SECRET'],
    ]) {
      expect(secret).toMatch(/\S{10}/);
      expect(said + written).not.toContain(secret);
    }
  }, 120_000);

  it('names the assumptions that a vendor contradicts, and ends with 2', async () => {
    const hubspot = await startRewritingProxy(stage.hubspot.origin, ({ path, body }) =>
      path.startsWith('/files/v3/files/stat/') && /%2F/i.test(path)
        ? { status: 404, body: '{"status":"error","category":"OBJECT_NOT_FOUND","message":"not found"}' }
        : { body },
    );
    const spotdraft = await startRewritingProxy(stage.spotdraft.origin, ({ path, body }) => ({
      ...(path.endsWith('/status') ? { body: body.replace('"DRAFT"', '"IN_PREPARATION"') } : {}),
    }));
    try {
      const environment = await stage.environment({
        HUBSPOT_API_ORIGIN: hubspot.origin,
        SPOTDRAFT_BASE_URL: spotdraft.origin,
      });
      const only = [
        'hubspot.files-stat',
        'hubspot.file-name-taken',
        'spotdraft.create',
        'spotdraft.read-back',
      ];
      const { done, said } = await run({ environment, args: ['--only', only.join(',')] });
      expect(done).toEqual({ ok: true, value: 2 });
      expect(Object.fromEntries(resultsIn(said))).toEqual({
        'hubspot.files-stat': 'DOES NOT HOLD',
        'hubspot.file-name-taken': 'holds',
        'spotdraft.create': 'DOES NOT HOLD',
        'spotdraft.read-back': 'holds',
      });
      expect(said).toMatch(/hubspot\.files-stat +404 with %2F, 200 with plain slashes/);
      expect(said).toMatch(/spotdraft\.create +T-\d+ is IN_PREPARATION/);
      expect(leftovers(stage)).toEqual([]);
    } finally {
      await hubspot.close();
      await spotdraft.close();
    }
  });

  it('finds it when DealDraft cannot read a response, and removes what was made all the same', async () => {
    const spotdraft = await startRewritingProxy(stage.spotdraft.origin, ({ method, path, body }) => ({
      ...(method === 'POST' && path.endsWith('/contracts/')
        ? { body: body.replace('"id":"T-', '"id":"C-') }
        : {}),
    }));
    try {
      const environment = await stage.environment({ SPOTDRAFT_BASE_URL: spotdraft.origin });
      const { done, said } = await run({ environment, args: ['--only', 'spotdraft.create'] });
      expect(said).toMatch(
        /DOES NOT HOLD +spotdraft\.create +DealDraft can't read the response of createContract/,
      );
      expect(done).toEqual({ ok: true, value: 2 });
      expect([...stage.spotdraft.state.contracts.values()].map(({ status }) => status)).toEqual(['VOIDED']);
    } finally {
      await spotdraft.close();
    }
  });

  it('takes a deal that the account refuses for what it is: no finding about the assumption', async () => {
    const hubspot = await startRewritingProxy(stage.hubspot.origin, ({ method, path, body }) =>
      method === 'POST' && path === '/crm/v3/objects/deals'
        ? {
            status: 400,
            body: '{"status":"error","category":"VALIDATION_ERROR","message":"amount is required"}',
          }
        : { body },
    );
    try {
      const environment = await stage.environment({ HUBSPOT_API_ORIGIN: hubspot.origin });
      const { done, said } = await run({ environment, args: ['--only', 'hubspot.batch-update'] });
      expect(said).toMatch(
        /COULD NOT RUN +hubspot\.batch-update +HubSpot refused to create one of the deals: amount is required\./,
      );
      expect(done).toEqual({ ok: true, value: 1 });
    } finally {
      await hubspot.close();
    }
  });

  it('cleans up after a step that fails, and runs the others', async () => {
    const broken = makesDealThen(() => {
      throw new Error('a bug of the step');
    });
    const other = allSteps.filter(({ id }) => id === 'spotdraft.void');
    const { done, said } = await run({ environment: await stage.environment(), steps: [broken, ...other] });
    expect(done).toEqual({ ok: true, value: 1 });
    expect(said).toMatch(/COULD NOT RUN +hubspot\.test +The step itself failed: a bug of the step/);
    expect(resultsIn(said).get('spotdraft.void')).toBe('holds');
    expect(leftovers(stage)).toEqual([]);
  });

  it('finds and voids a contract whose creation got no answer', async () => {
    stage.spotdraft.control.addFault({
      kind: 'reset',
      when: 'after',
      method: 'POST',
      path: '/contracts/$',
      nth: 1,
    });
    const { done, said } = await run({
      environment: await stage.environment(),
      args: ['--only', 'spotdraft.create'],
    });
    expect(done).toEqual({ ok: true, value: 1 });
    expect(said).toMatch(/COULD NOT RUN +spotdraft\.create/);
    const contracts = [...stage.spotdraft.state.contracts.values()];
    expect(contracts.map(({ status }) => status)).toEqual(['VOIDED']);
  });

  it('says what it could not remove, and ends with 1', async () => {
    stage.hubspot.control.addFault({
      kind: 'error-before',
      method: 'DELETE',
      path: '/crm/v3/objects/deals/',
    });
    const step = makesDealThen(() => holds('made'));
    const { done, said } = await run({ environment: await stage.environment(), steps: [step] });
    const [deal] = leftovers(stage);
    expect(deal).toMatch(/^deals \d+$/);
    expect(said).toMatch(
      new RegExp(`NOT REMOVED: HubSpot deal ${deal?.slice(6) ?? ''} “DealDraft rehearsal .*503`),
    );
    expect(done).toEqual({ ok: true, value: 1 });
  }, 60_000);

  it('writes nothing with --read-only, and reads the executed contract that was named', async () => {
    const environment = await stage.environment();
    const executed = await fileExecuted(stage);
    const before = stage.hubspot.control.portal().records.size;
    const { done, said } = await run({ environment, args: ['--read-only', '--executed', executed] });
    expect(resultsIn(said).get('spotdraft.executed-download'), said).toBe('holds');
    expect(done).toEqual({ ok: true, value: expect.toBeOneOf([0, 2]) as number });
    expect(said).toMatch(/skipped +spotdraft\.create +This step writes, and you passed --read-only\./);
    expect(stage.hubspot.control.portal().records.size).toBe(before);
    expect(stage.spotdraft.state.contracts.size).toBe(1);
  });
});

describe('what the rehearsal refuses', () => {
  const sentence = async (more: Record<string, string>, args: readonly string[] = []) => {
    const { done, said } = await run({ environment: await stage.environment(more), args });
    expect(said).toBe('');
    expect(leftovers(stage)).toEqual([]);
    return done.ok ? 'it ran' : done.failure;
  };

  it.each([
    [
      'a HubSpot token that is refused',
      { HUBSPOT_TOKEN: 'pat-na1-wrong' },
      /^HubSpot refused the token at http\S+ Create a new access token in a HubSpot test account, and set HUBSPOT_TOKEN to it\.$/,
    ],
    [
      'a refresh token that is refused',
      { HUBSPOT_TOKEN: '', HUBSPOT_REFRESH_TOKEN: 'na1-wrong' },
      /^HubSpot refused the refresh token or the app's credentials at http\S+ Reinstall the app in the test account/,
    ],
    [
      'SpotDraft credentials that are refused',
      { SPOTDRAFT_CLIENT_SECRET: 'wrong-secret' },
      /^SpotDraft refused the credentials at http\S+ Create new ones in the UAT workspace \(Settings → Developer settings\)/,
    ],
    [
      "half of SpotDraft's credentials",
      { SPOTDRAFT_CLIENT_ID: '' },
      /^SpotDraft also needs SPOTDRAFT_CLIENT_ID\.$/,
    ],
    [
      "half of the app's",
      { HUBSPOT_CLIENT_ID: '' },
      /^Set both HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET, or neither\.$/,
    ],
    [
      'a token with a line break',
      { HUBSPOT_TOKEN: 'pat-na1\nwrong' },
      /^HUBSPOT_TOKEN: contains a character that no credential has, such as a space or a line break\.$/,
    ],
    [
      'an address that is none',
      { SPOTDRAFT_BASE_URL: 'api.eu.spotdraft.com' },
      /^SPOTDRAFT_BASE_URL: must be an address such as https:\/\/api\.eu\.spotdraft\.com\.$/,
    ],
  ])('%s', async (_name, wrong, expected) => {
    const failure = await sentence(wrong);
    expect(failure).toMatch(expected);
    expect(failure).not.toContain('wrong');
  });

  it.each(['HUBSPOT_API_ORIGIN', 'SPOTDRAFT_BASE_URL'])(
    'an address %s at which nothing answers',
    async (name) => {
      const nowhere = `http://127.0.0.1:${String(await freePort())}`;
      expect(await sentence({ [name]: nowhere })).toMatch(
        new RegExp(
          `isn't responding at ${nowhere}\\. Check your network, proxy, and ${name}, then try again\\.$`,
        ),
      );
    },
  );

  it('an ordinary account, until it is named', async () => {
    expect(await sentence({}, ['--account', '1'])).toMatch(
      /is a STANDARD account, not a test account\. .* confirm this one with --account 8811001, or pass --read-only\.$/,
    );
  });

  it('a public origin that leads elsewhere, and a port that is taken', async () => {
    const listen = ['--listen', String(stage.port)];
    expect(await sentence({ PUBLIC_ORIGIN: stage.hubspot.origin }, listen)).toMatch(
      /^PUBLIC_ORIGIN http\S+ doesn't forward to 127\.0\.0\.1:\d+\. Point your tunnel or proxy there/,
    );
    const taken = ['--listen', new URL(stage.hubspot.origin).port];
    expect(await sentence({}, taken)).toMatch(/^Can't listen on 127\.0\.0\.1:\d+ \(EADDRINUSE\)\./);
    expect(await sentence({ PUBLIC_ORIGIN: '' }, listen)).toMatch(/^--listen needs PUBLIC_ORIGIN/);
  });

  it('a step that there is not, and a template that is not published', async () => {
    expect(await sentence({}, ['--only', 'hubspot.nothing'])).toBe(
      "There's no step hubspot.nothing. Use --list to see them all.",
    );
    const { said } = await run({
      environment: await stage.environment(),
      args: ['--template', '9', '--only', 'spotdraft.create'],
    });
    expect(said).toMatch(
      /COULD NOT RUN +spotdraft\.create +Template 9 isn't one of the workspace's published templates\./,
    );
  });

  it('to go on without a scope: it names the scope, and removes what it made until then', async () => {
    const scopes = ['oauth', 'crm.objects.deals.read', 'crm.objects.deals.write'];
    const environment = await stage.environment({
      HUBSPOT_TOKEN: '',
      HUBSPOT_REFRESH_TOKEN: await stage.refreshToken(scopes),
    });
    const args = ['--only', 'hubspot.batch-update,hubspot.note-on-deal,hubspot.association-ids'];
    const { done, said } = await run({ environment, args });
    expect(said).toMatch(/holds +hubspot\.batch-update/);
    const lacks = (id: string, scope: string) =>
      new RegExp(
        `COULD NOT RUN +${id} +The HubSpot token doesn't have the scope ${scope}\\. Add the scope to the app, then try again`,
      );
    expect(said).toMatch(lacks('hubspot\\.note-on-deal', 'files'));
    expect(said).toMatch(lacks('hubspot\\.association-ids', 'crm\\.objects\\.contacts\\.write'));
    expect(done).toEqual({ ok: true, value: 1 });
    expect(leftovers(stage)).toEqual([]);
  });

  it('to revoke the installation that its clean-up needs', async () => {
    const environment = await stage.environment({ HUBSPOT_TOKEN: '' });
    const { done, said } = await run({ environment, args: ['--only', 'hubspot.revoke'] });
    expect(said).toMatch(/skipped +hubspot\.revoke +This token belongs to the account you're rehearsing on/);
    expect(done).toEqual({ ok: true, value: 0 });
  });
});
