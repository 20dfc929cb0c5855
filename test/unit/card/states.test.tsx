import {
  Accordion,
  Alert,
  Button,
  EmptyState,
  Link,
  LoadingSpinner,
  StepIndicator,
  Tag,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import type { RequestView } from '@dealdraft/wire/card.ts';
import { action, ago, contract, dealView, later, ok, refused, renderCard, words } from './kit.tsx';

const request = (more: Partial<RequestView> = {}): RequestView => ({
  id: 'q1',
  templateId: 5,
  templateName: 'Order form',
  state: 'creating',
  steps: [
    { id: 'values', label: 'Values collected', state: 'done' },
    { id: 'create', label: 'SpotDraft makes the contract', state: 'doing' },
    { id: 'check', label: 'Compare what was stored', state: 'todo' },
  ],
  message: null,
  fields: [],
  contractId: null,
  requestedBy: 'Priya Nair',
  requestedAt: ago(10),
  detail: null,
  ...more,
});

const shows = async (view: ReturnType<typeof dealView>, more: Parameters<typeof renderCard>[1] = {}) => {
  const card = renderCard({ 'GET /api/card/deals/:dealId': () => Promise.resolve(ok(view)) }, more);
  await card.waitFor(() => {
    expect(card.maybeFind(LoadingSpinner, { label: "Reading the deal's contracts" })).toBeNull();
  });
  return card;
};

describe('what the card shows', () => {
  it('says that it is reading, then shows the deal', async () => {
    const slow = later<ReturnType<typeof ok<ReturnType<typeof dealView>>>>();
    const card = renderCard({ 'GET /api/card/deals/:dealId': () => slow.promise as never });
    expect(card.find(LoadingSpinner).props.label).toContain('Reading');
    slow.answer(ok(dealView()));
    await card.waitFor(() => {
      expect(card.text()).toContain('No contract on this deal yet.');
    });
    expect(card.findByTestId(Button, 'generate-open').props.disabled).toBe(false);
  });

  it('names each value that HubSpot requires, with the place to fill it in', async () => {
    const card = await shows(
      dealView({
        problems: [
          {
            key: 'rule_blocked:1',
            title: 'A stage rule needs values on this deal',
            message:
              'The rule “Win it” is waiting. HubSpot requires PO number and Close date before the deal can move to Closed won.',
            nextStep: "Fill in what's missing on the deal. The rule then continues on its own.",
            since: ago(60),
            link: { object: 'deal', recordId: '501' },
            fields: [
              { label: 'PO number', link: { object: 'deal', recordId: '501', property: 'po_number' } },
              { label: 'Close date', link: { object: 'deal', recordId: '501', property: 'closedate' } },
            ],
          },
        ],
      }),
    );
    expect(card.find(Alert).props.title).toBe('A stage rule needs values on this deal');
    expect(card.text()).toContain('HubSpot requires PO number and Close date before the deal can move');
    expect(card.findAll(Link).map(({ text, props }) => [text, (props.href as { url: string }).url])).toEqual([
      ['PO number', expect.stringMatching(/record\/0-3\/501\?property=po_number$/)],
      ['Close date', expect.stringMatching(/record\/0-3\/501\?property=closedate$/)],
    ]);
  });

  it('says who connects SpotDraft, and does not offer what cannot work', async () => {
    const card = await shows(
      dealView({
        connection: { state: 'not_connected', message: 'Ask Ana, who manages DealDraft.', environment: null },
      }),
    );
    expect(card.find(EmptyState).props.title).toBe('Not connected to SpotDraft yet');
    expect(card.text()).toContain('Ask Ana');
    expect(card.findByTestId(Button, 'generate-open').props.disabled).toBe(true);
    expect(card.findByTestId(Button, 'link-open').props.disabled).toBe(true);
  });

  it('says where templates are mapped when none is, and still lets one link a contract', async () => {
    const card = await shows(
      dealView({ connection: { state: 'no_template', message: null, environment: 'production' } }),
    );
    expect(card.text()).toContain('Connected apps → DealDraft → Settings');
    expect(card.findByTestId(Button, 'generate-open').props.disabled).toBe(true);
    expect(card.findByTestId(Button, 'link-open').props.disabled).toBe(false);
  });

  it('keeps contracts in sight when DealDraft is paused', async () => {
    const card = await shows(
      dealView({
        connection: { state: 'paused', message: 'SpotDraft refused the key.', environment: 'production' },
        contracts: [contract()],
      }),
    );
    expect(words(card.find(Alert, { title: 'DealDraft is paused' }))).toContain('refused the key');
    expect(card.text()).toContain('Order form for Acme');
  });

  it('gives the reason beside a button that a person may not use', async () => {
    const card = await shows(
      dealView({
        permissions: {
          generate: false,
          act: false,
          admin: false,
          reason: 'Only the team “Deal desk” generates.',
        },
      }),
    );
    expect(card.findByTestId(Button, 'generate-open').props.disabled).toBe(true);
    expect(card.text()).toContain('Only the team “Deal desk” generates.');
  });

  it('is loud about the test environment', async () => {
    const card = await shows(
      dealView({ connection: { state: 'connected', message: null, environment: 'uat' } }),
    );
    expect(words(card.find(Alert, { title: 'Test environment' }))).toContain('They aren’t binding');
  });

  it('says that the first reading failed, and reads again on a click', async () => {
    let calls = 0;
    const card = renderCard({
      'GET /api/card/deals/:dealId': () =>
        Promise.resolve((calls += 1) === 1 ? refused('unexpected', 'Cannot be reached.') : ok(dealView())),
    });
    await card.waitFor(() => {
      expect(card.text()).toContain('Cannot be reached.');
    });
    card.find(Button).trigger('onClick');
    await card.waitFor(() => {
      expect(card.text()).toContain('No contract on this deal yet.');
    });
    expect(calls).toBe(2);
  });

  it('shows a request by its steps, with how far it is', async () => {
    const card = await shows(dealView({ requests: [request()] }));
    expect(card.text()).toContain('Generating Order form');
    expect(card.text()).toContain('Step 2 of 3');
    expect(card.findAll(LoadingSpinner)).toHaveLength(1);
  });

  it('shows a refused request with its fields until it is dismissed', async () => {
    const dismissed: string[] = [];
    const card = renderCard({
      'GET /api/card/deals/:dealId': () =>
        Promise.resolve(
          ok(
            dealView({
              revision: `r${String(dismissed.length)}`,
              requests:
                dismissed.length === 0
                  ? [
                      request({
                        state: 'refused',
                        message: 'SpotDraft did not take the country.',
                        fields: [{ target: 'country', label: 'Country', message: 'not a country code' }],
                      }),
                    ]
                  : [],
            }),
          ),
        ),
      'POST /api/card/requests/:requestId/dismiss': ({ requestId: id }) => {
        dismissed.push(id);
        return Promise.resolve(ok({ dismissed: true }));
      },
    });
    await card.waitFor(() => {
      expect(words(card.find(Alert, { title: 'Couldn’t create the Order form' }))).toContain(
        'not a country code',
      );
    });
    card
      .findAll(Button)
      .find((button) => words(button) === 'Dismiss')
      ?.trigger('onClick');
    await card.waitFor(() => {
      expect(card.maybeFind(Alert)).toBeNull();
    });
    expect(dismissed).toEqual(['q1']);
  });

  it('does not show a finished request beside its contract', async () => {
    const card = await shows(
      dealView({ requests: [request({ state: 'created', contractId: 'c1' })], contracts: [contract()] }),
    );
    expect(card.text()).not.toContain('Generating');
  });

  it.each([
    ['DRAFT', null, 0],
    ['REDLINING', null, 1],
    ['SIGN', null, 2],
    ['EXECUTED', null, 3],
    ['ON_HOLD', 'SIGN', 2],
    ['ON_HOLD', null, null],
    ['VOIDED', null, null],
  ] as const)('puts %s (held from %s) on step %s', async (status, heldFrom, step) => {
    const card = await shows(dealView({ contracts: [contract({ status, heldFrom })] }));
    if (status === 'VOIDED') card.find(Accordion, { title: 'Voided (1)' }).trigger('onClick');
    expect(card.findByTestId(Tag, 'status-c1').text).toContain('In review');
    expect(card.maybeFind(StepIndicator)?.props.currentStep ?? null).toBe(step);
  });

  it('says how fresh the status is and how it is known', async () => {
    const card = await shows(dealView({ contracts: [contract()] }));
    expect(card.text()).toContain('Updated 40 sec ago');
  });

  it('shows every impossible action disabled, with its reason', async () => {
    const card = await shows(dealView({ contracts: [contract()] }));
    expect(card.findByTestId(Button, 'action-c1-remind').props.disabled).toBe(true);
    expect(words(card.find(Accordion, { title: 'Unavailable actions (1)' }))).toContain(
      'It isn’t out for signature yet.',
    );
  });

  it('names changes on the deal, old and new, with what can be done', async () => {
    const card = await shows(
      dealView({
        contracts: [
          contract({
            nextAction: 'refresh_from_deal',
            actions: [action('refresh_from_deal'), action('keep_changes'), action('void')],
            drift: {
              changes: [
                { target: 'amount', label: 'Amount', was: '€1,000.00', now: '€1,200.00', canUpdate: true },
              ],
              computedAt: ago(5),
              kept: null,
              blocksSending: true,
            },
          }),
        ],
      }),
    );
    const alert = card.find(Alert, { title: 'Deal changed since this contract was created: Amount' });
    expect(words(alert)).toContain('€1,000.00');
    expect(words(alert)).toContain('€1,200.00');
    expect(words(alert)).toContain('cannot be sent');
    expect(alert.findAll(Button).map(words)).toEqual(['refresh from deal', 'keep changes']);
  });

  it('names values that SpotDraft stored differently', async () => {
    const card = await shows(
      dealView({
        contracts: [
          contract({
            echo: {
              state: 'different',
              checkedAt: ago(1),
              differences: [{ label: 'Term', sent: '12 months', stored: '' }],
            },
          }),
        ],
      }),
      { width: 'narrow' },
    );
    expect(card.find(Alert).props.title).toBe('SpotDraft stored 1 value differently');
    expect(words(card.find(Alert))).toContain('sent “12 months”, stored nothing');
  });

  it('folds executed and voided contracts, newest open first', async () => {
    const card = await shows(
      dealView({
        counts: { open: 2, executed: 1, voided: 1 },
        contracts: [
          contract({ id: 'old', name: 'Old draft', createdAt: ago(9000) }),
          contract({ id: 'done', name: 'Signed one', status: 'EXECUTED' }),
          contract({ id: 'new', name: 'New draft', createdAt: ago(10) }),
          contract({ id: 'gone', name: 'Voided one', status: 'VOIDED' }),
        ],
      }),
    );
    expect(card.text()).toContain('4 contracts: 2 open, 1 executed, 1 voided');
    expect(card.text().indexOf('New draft')).toBeLessThan(card.text().indexOf('Old draft'));
    const executed = card.find(Accordion, { title: 'Executed (1)' });
    expect(executed.props.open).toBe(false);
    expect(card.maybeFindByTestId(Tag, 'status-done')).toBeNull();
    executed.trigger('onClick');
    await card.waitFor(() => {
      expect(card.findByTestId(Tag, 'status-done').text).toContain('In review');
    });
  });

  it('leaves the timeline and the people to the tab', async () => {
    const view = dealView({ contracts: [contract()] });
    const narrow = await shows(view, { width: 'narrow' });
    expect(narrow.maybeFind(Accordion, { title: 'Timeline' })).toBeNull();
    const wide = await shows(view);
    expect(wide.maybeFind(Accordion, { title: 'Timeline' })).not.toBeNull();
  });
});
