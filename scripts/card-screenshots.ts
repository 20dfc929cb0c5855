// The card in every state, at HubSpot's real widths, into docs/images.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { contractIn, play, setCardStage, type CardView } from '../lab/browser/card-stage.ts';
import { portalId, until } from '../lab/world/world.ts';
import { startEmbeddedDatabase } from '../lab/postgres/embedded-database.ts';
import { applyMigrations } from '../src/platform/database/migration-engine.ts';

const out = join(import.meta.dirname, '../docs/images');
await mkdir(out, { recursive: true });
const only = process.argv[2];

const database = await startEmbeddedDatabase();
await applyMigrations(database.url());
const stage = await setCardStage({
  databaseUrl: database.url(),
  connected: false,
  environment: { HUBSPOT_REQUESTS_PER_10_S: '1000', SPOTDRAFT_REQUESTS_PER_S: '100' },
  hubspot: { rateLimitPer10s: 2000 },
  spotdraft: { rateLimitPerSecond: 200 },
});
const { world } = stage;

const views: CardView[] = ['sidebar', 'tab'];

/** Opens the card of a deal in both widths, does what `prepare` does, and takes both pictures. */
const picture = async (
  name: string,
  dealId: string,
  prepare: (page: Page, view: CardView) => Promise<void> = async () => undefined,
): Promise<void> => {
  if (only !== undefined && !name.includes(only)) return;
  for (const view of views) {
    const page = await stage.openCard(dealId, view);
    try {
      await page.getByRole('main').waitFor();
      await prepare(page, view);
      await page.waitForLoadState('networkidle').catch(() => undefined);
      await page.screenshot({
        path: join(out, `card-${name}-${view}.png`),
        fullPage: true,
        animations: 'disabled',
      });
      console.log(`card-${name}-${view}.png`);
    } catch (error) {
      await page.screenshot({ path: `/tmp/failed-${name}-${view}.png`, fullPage: true });
      const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      console.error(`✗ card-${name}-${view}: ${message}`);
      process.exitCode = 1;
    } finally {
      await page.context().close();
    }
  }
};

const openGenerate = async (page: Page): Promise<void> => {
  await page.getByTestId('generate-open').first().click();
  await page.getByText('Mutual NDA (Individual)').first().waitFor();
};
const chooseTemplate = async (page: Page, template: string): Promise<void> => {
  await openGenerate(page);
  await page.getByText(template, { exact: true }).first().click();
};
const settled =
  (text: string | RegExp) =>
  async (page: Page): Promise<void> => {
    await page.getByText(text).first().waitFor();
  };

const deals = {
  order: world.dealId('Alpenglühen'),
  missing: world.dealId('Copperleaf'),
  choose: world.dealId('Thames Valley – group framework'),
  agreement: world.dealId('Włókna Łódź'),
  long: world.dealId('Isartal – spare parts'),
};

/** Generates without the browser: the pictures are of what comes after. */
const generate = async (
  dealId: string,
  template: string,
  more: Record<string, unknown> = {},
): Promise<void> => {
  const { templates } = await world.cardOk<{ templates: { templateId: number; name: string }[] }>(
    'GET',
    `/api/card/deals/${dealId}/templates`,
  );
  const templateId = templates.find(({ name }) => name === template)?.templateId;
  const { planHash } = await world.cardOk<{ planHash: string }>('POST', `/api/card/deals/${dealId}/plan`, {
    templateId,
  });
  await world.cardOk('POST', `/api/card/deals/${dealId}/generate`, {
    templateId,
    planHash,
    idempotencyKey: crypto.randomUUID(),
    ...more,
  });
};
const act = (contractId: string, action: string, more: Record<string, unknown> = {}) =>
  world.cardOk('POST', `/api/card/contracts/${contractId}/actions`, {
    action,
    idempotencyKey: crypto.randomUUID(),
    ...more,
  });

try {
  await picture('not-connected', deals.order, settled(/not connected/i));
  await world.connect();
  await picture('empty', deals.order, settled(/generate/i));
  await picture('templates', deals.order, openGenerate);
  await picture('plan', deals.order, async (page) => {
    await chooseTemplate(page, 'Order Form');
    await page.getByTestId('generate-confirm').waitFor();
  });
  await picture('plan-missing', deals.missing, async (page) => {
    await chooseTemplate(page, 'Order Form');
    await page
      .getByText(/country/i)
      .first()
      .waitFor();
  });
  await picture('plan-choose', deals.choose, async (page) => {
    await chooseTemplate(page, 'Master Services Agreement');
    await page
      .getByText(/Choose which one/)
      .first()
      .waitFor();
  });

  world.spotdraft.control.addFault({
    kind: 'slow',
    ms: 6000,
    method: 'POST',
    path: '/api/v2.1/public/contracts/$',
    times: 1,
  } as Parameters<typeof world.spotdraft.control.addFault>[0]);
  await generate(deals.order, 'Order Form');
  await picture('progress', deals.order, settled(/drafts the contract/i));
  const draft = await contractIn(world, deals.order, 'DRAFT');
  await until(
    'the echo check is done',
    async () =>
      (
        (await world.db.contract.findUniqueOrThrow({ where: { id: draft.id } })).echo as {
          state?: string;
        } | null
      )?.state === 'same',
  );
  await picture('draft', deals.order, settled('Draft'));
  await picture('send', deals.order, async (page) => {
    await page.getByTestId(`action-${draft.id}-send_for_review`).first().click();
    await page.getByRole('dialog').first().waitFor();
  });

  world.hubspot.control.editDeal(deals.order, { payment_terms_days: '60', contract_term_months: '24' });
  await world.cardOk('POST', `/api/card/deals/${deals.order}/drift`, {});
  await picture('drift', deals.order, settled(/changed since/i));
  await act(draft.id, 'keep_changes', {
    reason: 'Agreed with the customer by phone; the amendment follows.',
  });
  await until('it is kept', () =>
    world.db.contractAction.findFirst({
      where: { contractId: draft.id, action: 'keep_changes', state: 'done' },
    }),
  );
  await act(draft.id, 'send_for_review');
  await contractIn(world, deals.order, 'REDLINING');
  await picture('review', deals.order, settled('In review'));
  play(world, draft.numericId, 'review-complete');
  await contractIn(world, deals.order, 'SIGN');
  await picture('signing', deals.order, settled('Out for signature'));
  await picture('not-possible', deals.order, async (page) => {
    await page
      .getByText(/unavailable actions/i)
      .first()
      .click();
  });
  play(world, draft.numericId, 'hold');
  await act(draft.id, 'check_now');
  await contractIn(world, deals.order, 'ON_HOLD');
  await picture('on-hold', deals.order, settled('On hold'));
  play(world, draft.numericId, 'resume');
  await act(draft.id, 'check_now');
  await contractIn(world, deals.order, 'SIGN');
  play(world, draft.numericId, 'sign-all');
  await until('the document is attached', () =>
    world.db.contract.findFirst({ where: { id: draft.id, attachedAt: { not: null } } }),
  );
  await picture('executed', deals.order, settled('Executed'));
  await generate(deals.order, 'Master Services Agreement');
  const agreement = await contractIn(world, deals.order, 'DRAFT');
  await generate(deals.order, 'Mutual NDA (Individual)');
  const second = await until('a second draft', () =>
    world.db.contract.findFirst({
      where: { portalId, dealId: deals.order, status: 'DRAFT', id: { not: agreement.id } },
    }),
  );
  await act(second.id, 'void', { reason: 'Made by mistake.' });
  await contractIn(world, deals.order, 'VOIDED');
  await picture('several', deals.order, settled(/void/i));
  await picture('void', deals.order, async (page) => {
    await page
      .getByRole('button', { name: /more actions/i })
      .first()
      .click();
    await page.getByText('Void contract').first().click();
    await page.getByRole('dialog').first().waitFor();
  });
  await picture('open-contract', deals.order, (page) => chooseTemplate(page, 'Master Services Agreement'));
  await picture('link', deals.agreement, async (page) => {
    await page.getByTestId('link-open').first().click();
    await page.getByRole('textbox').first().fill(agreement.spotdraftId);
    await page.getByRole('button', { name: 'Find contract' }).first().click();
    await page.getByText(agreement.name).first().waitFor();
  });
  await world.app.stop();
  await picture('away', deals.agreement, settled(/try again/i));
} finally {
  await stage.close().catch(() => undefined);
  await database.stop();
}
