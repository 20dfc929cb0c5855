import { createHmac } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { call, create, createSigned, startReceiver, startSandbox, subscribe } from './fixture.ts';
import { patienceMs } from '../../../lab/patience.ts';

const until = (check: () => void) => vi.waitFor(check, { timeout: patienceMs, interval: 10 });

describe('POST webhooks/', () => {
  const good = { title: 'A', url: 'https://hooks.example/sd', only_for_activities: ['CONTRACT_EXECUTED'] };
  it.each([
    ['plain http', { url: 'http://hooks.example/sd' }],
    ['no address', { url: 'hooks' }],
    ['no activities', { only_for_activities: [] }],
    ['unknown activity', { only_for_activities: ['CONTRACT_EXPLODED'] }],
    ['no title', { title: undefined }],
    ['header without X-', { custom_headers: { Authorization: 'x' } }],
    ['header of SpotDraft', { custom_headers: { 'x-sd-key': 'x' } }],
    ['header of a platform', { custom_headers: { 'X-Amz-Key': 'x' } }],
    ['standard header', { custom_headers: { 'X-Forwarded-For': 'x' } }],
  ])('refuses %s', async (_what, change) => {
    const answer = await call(await startSandbox(), 'POST webhooks/', { ...good, ...change });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        detail: expect.any(String),
        status_code: 400,
        code: expect.any(String),
        message: expect.any(String),
      },
    });
  });

  it('answers the id that a later delete needs', async () => {
    const sandbox = await startSandbox();
    const made = await call(sandbox, 'POST webhooks/', { ...good, custom_headers: { 'X-Tenant': 'a' } });
    expect(made).toMatchObject({
      status: 201,
      body: { ...good, id: expect.any(Number), status: 'ACTIVE', custom_headers: { 'X-Tenant': 'a' } },
    });
    const { id } = made.body as { id: number };
    expect((await call(sandbox, `DELETE webhooks/${id}`)).status).toBe(204);
    expect(await call(sandbox, `DELETE webhooks/${id}`)).toMatchObject({
      status: 404,
      body: { status_code: 404 },
    });
  });
});

describe('delivery', () => {
  it('follows the life of a contract, signed over the exact bytes', async () => {
    const sandbox = await startSandbox();
    const receiver = await startReceiver();
    await call(sandbox, 'POST webhooks/', {
      title: 'A',
      url: receiver.url,
      only_for_activities: [
        'CONTRACT_CREATED',
        'CONTRACT_MARK_FOR_EXECUTION',
        'CONTRACT_SIGNED',
        'CONTRACT_EXECUTED',
      ],
      custom_headers: { 'X-Tenant': 'a' },
    });
    const { contract_id } = await createSigned(sandbox);
    await sandbox.control.idle();
    expect(receiver.calls.map(({ event }) => [event.activity, event.contract_status])).toEqual([
      ['CONTRACT_CREATED', 'DRAFT'],
      ['CONTRACT_MARK_FOR_EXECUTION', 'SIGN'],
      ['CONTRACT_SIGNED', 'SIGN'],
      ['CONTRACT_SIGNED', 'SIGN'],
      ['CONTRACT_EXECUTED', 'EXECUTED'],
    ]);
    const key = Buffer.from(sandboxCredentials.uat.hmacKey, 'base64');
    for (const { headers, body } of receiver.calls) {
      expect(headers['x-sd-webhook-content-hash']).toBe(createHmac('sha512', key).update(body).digest('hex'));
      expect(headers['x-tenant']).toBe('a');
    }
    const stamps = receiver.calls.map(({ event }) => event.activity_data.timestamp);
    expect(stamps).toEqual([...new Set(stamps)].sort());
    expect(receiver.calls.at(-1)?.event).toMatchObject({
      contract_id,
      contract_kind: 'TEMPLATE_CONTRACT',
      contract_template_id: 1204,
      business_user: { name: 'Ines Admin' },
      counterparties: [
        {
          type: 'Organization',
          organization_name: 'Müller & Söhne GmbH',
          poc_email: 'j.mueller@kunde.example',
        },
      ],
      external_metadata: { id: 'hubspot-deal-1' },
      entity: { reference_id: 'NW-US' },
      activity_data: { performed_by: { name: 'SYSTEM' } },
    });
  });

  it('names recipients of the review, and of emails about it', async () => {
    const sandbox = await startSandbox();
    const receiver = await startReceiver();
    const contract = await create(sandbox);
    await subscribe(sandbox, receiver);
    await call(sandbox, `POST contracts/${contract.id}/send_to_counterparties`, {
      attachment_formats: ['PDF'],
      to_emails: ['a@b.example'],
      cc_emails: ['c@d.example'],
    });
    sandbox.control.act({ contractId: contract.contract_id, action: 'email-opened' });
    await sandbox.control.idle();
    const data = (activity: string) =>
      receiver.calls
        .filter(({ event }) => event.activity === activity)
        .map(({ event }) => event.activity_data);
    expect(data('CONTRACT_SENT_TO_COUNTERPARTY')).toMatchObject([
      { counterparty_email_recipients: { to_recipients: ['a@b.example'], cc_recipients: ['c@d.example'] } },
    ]);
    expect(data('REDLINING_EMAIL_DELIVERED')).toMatchObject([
      {
        email_event_data: {
          recipient_email: 'a@b.example',
          email_mode: 'to',
          occured_at: expect.any(String),
        },
      },
      { email_event_data: { recipient_email: 'c@d.example', email_mode: 'cc' } },
    ]);
    expect(receiver.activities()).toContain('REDLINING_EMAIL_OPENED');
  });

  it('goes to every webhook that asked, and to no other workspace', async () => {
    const sandbox = await startSandbox();
    const [one, other] = [await startReceiver(), await startReceiver()];
    await subscribe(sandbox, one, ['CONTRACT_CREATED']);
    await subscribe(sandbox, other, ['CONTRACT_CREATED', 'CONTRACT_VOIDED']);
    const foreign = await startReceiver();
    const { clientId, clientSecret } = sandboxCredentials.production;
    await call(
      sandbox,
      'POST webhooks/',
      { title: 'P', url: foreign.url, only_for_activities: ['CONTRACT_CREATED'] },
      { 'client-id': clientId, 'client-secret': clientSecret },
    );
    const contract = await create(sandbox);
    sandbox.control.act({ contractId: contract.contract_id, action: 'void' });
    await sandbox.control.idle();
    expect(one.activities()).toEqual(['CONTRACT_CREATED']);
    expect(other.activities()).toEqual(['CONTRACT_CREATED', 'CONTRACT_VOIDED']);
    expect(foreign.calls).toEqual([]);
  });

  it('tries again until it is taken, and logs every attempt', async () => {
    const sandbox = await startSandbox({ webhookRetryDelaysMs: [20, 30, 40] });
    const receiver = await startReceiver();
    receiver.answer = 503;
    await subscribe(sandbox, receiver, ['CONTRACT_CREATED']);
    await create(sandbox);
    await until(() => expect(receiver.calls.length).toBe(2));
    receiver.answer = 200;
    await until(() =>
      expect(sandbox.state.deliveries).toMatchObject([
        { outcome: 'delivered', attempts: [{ status: 503 }, { status: 503 }, { status: 200 }] },
      ]),
    );
    expect(new Set(receiver.calls.map(({ body }) => body)).size).toBe(1);
  });

  it('gives up after the last retry', async () => {
    const sandbox = await startSandbox({ webhookRetryDelaysMs: [5] });
    const receiver = await startReceiver();
    receiver.answer = 302;
    await subscribe(sandbox, receiver, ['CONTRACT_CREATED']);
    await create(sandbox);
    await until(() =>
      expect(sandbox.state.deliveries).toMatchObject([
        { outcome: 'failed', attempts: [{ status: 302 }, { status: 302 }] },
      ]),
    );
  });

  it.each(['silent', 'gone'] as const)('calls a receiver that is %s a failure', async (how) => {
    const sandbox = await startSandbox({ webhookTimeoutMs: 500, webhookRetryDelaysMs: [] });
    const receiver = await startReceiver();
    receiver.answer = how === 'silent' ? 'never' : 200;
    await subscribe(sandbox, { ...receiver, url: how === 'gone' ? 'http://127.0.0.1:1/' : receiver.url }, [
      'CONTRACT_CREATED',
    ]);
    await create(sandbox);
    await until(() => expect(sandbox.state.deliveries).toMatchObject([{ outcome: 'failed' }]));
    const [attempt] = sandbox.state.deliveries[0]?.attempts ?? [];
    expect(attempt).toMatchObject({
      status: null,
      error: how === 'silent' ? 'timeout' : 'unreachable',
    });
    expect(receiver.calls).toHaveLength(how === 'silent' ? 1 : 0);
  });

  it('switches a webhook off after more than five failures in a row, and does not replay what it missed', async () => {
    const sandbox = await startSandbox({ webhookRetryDelaysMs: [] });
    const receiver = await startReceiver();
    receiver.answer = 500;
    const id = await subscribe(sandbox, receiver, ['CONTRACT_CREATED']);
    const webhook = () => sandbox.state.workspaces.uat.webhooks[0];
    for (let failure = 1; failure <= 6; failure += 1) {
      expect(webhook()?.status).toBe('ACTIVE');
      await create(sandbox);
      await sandbox.control.idle();
    }
    expect(webhook()?.status).toBe('DISABLED_BY_ERROR');
    receiver.answer = 200;
    await create(sandbox);
    await sandbox.control.idle();
    expect(receiver.calls).toHaveLength(6);
    expect(sandbox.control.enableWebhook(id)).toBe(true);
    await create(sandbox);
    await sandbox.control.idle();
    expect(receiver.calls).toHaveLength(7);
  });

  it('forgets earlier failures once a call is taken', async () => {
    const sandbox = await startSandbox({ webhookRetryDelaysMs: [] });
    const receiver = await startReceiver();
    await subscribe(sandbox, receiver, ['CONTRACT_CREATED']);
    for (const answer of [500, 500, 500, 500, 500, 200, 500, 500]) {
      receiver.answer = answer;
      await create(sandbox);
      await sandbox.control.idle();
    }
    expect(sandbox.state.workspaces.uat.webhooks[0]).toMatchObject({
      status: 'ACTIVE',
      consecutiveFailures: 2,
    });
  });
});

describe('re_trigger_latest', () => {
  const retrigger = (sandbox: { origin: string }, ids: number[]) =>
    call(sandbox, 'POST contracts/webhooks/re_trigger_latest/', { contract_ids: ids });

  it('sends only the last call of each contract again, byte for byte', async () => {
    const sandbox = await startSandbox();
    const receiver = await startReceiver();
    await subscribe(sandbox, receiver, ['CONTRACT_CREATED', 'CONTRACT_VOIDED']);
    const contract = await create(sandbox);
    sandbox.control.act({ contractId: contract.contract_id, action: 'void' });
    await sandbox.control.idle();
    const last = receiver.calls.at(-1);
    const before = receiver.calls.length;
    expect(await retrigger(sandbox, [contract.contract_id])).toMatchObject({
      status: 200,
      body: { message: 'Success' },
    });
    await sandbox.control.idle();
    expect(receiver.calls.slice(before).map(({ body }) => body)).toEqual([last?.body]);
    expect(last?.event.activity).toBe('CONTRACT_VOIDED');
  });

  it('knows only contracts of the workspace', async () => {
    expect(await retrigger(await startSandbox(), [1])).toMatchObject({
      status: 404,
      body: { detail: 'Not Found' },
    });
  });
});
