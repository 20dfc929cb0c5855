import {
  Alert,
  Button,
  Link,
  LoadingButton,
  Panel,
  Select,
  TextArea,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import type { Envelope, GenerateView, PlanView } from '@dealdraft/wire/card.ts';
import {
  choiceLine,
  dealView,
  later,
  line,
  missingLine,
  ok,
  planView,
  refused,
  renderCard,
  templateChoice,
  words,
  type CardFakes,
} from './kit.tsx';

const oneTemplate = () => Promise.resolve(ok({ templates: [templateChoice()], truncated: false }));

const open = (api: CardFakes) => {
  const card = renderCard({
    'GET /api/card/deals/:dealId': () => Promise.resolve(ok(dealView())),
    'GET /api/card/deals/:dealId/templates': oneTemplate,
    ...api,
  });
  const panel = () => card.find(Panel, { id: 'test-generate-open' });
  const confirm = () => card.findByTestId(LoadingButton, 'generate-confirm');
  const start = async () => {
    await card.waitFor(() => {
      card.findByTestId(Button, 'generate-open');
    });
    card.findByTestId(Button, 'generate-open').trigger('onClick');
  };
  return { ...card, panel, confirm, start };
};

describe('generating a contract', () => {
  it('reads nothing before the panel is opened', async () => {
    const card = open({});
    await card.waitFor(() => {
      card.findByTestId(Button, 'generate-open');
    });
    expect(card.panel().childNodes).toEqual([]);
  });

  it('shows templates with their readiness, ready ones as the service sorted them, paused ones with the reason', async () => {
    const card = open({
      'GET /api/card/deals/:dealId/templates': () =>
        Promise.resolve(
          ok({
            truncated: false,
            templates: [
              templateChoice(),
              templateChoice({
                templateId: 6,
                name: 'MSA',
                readiness: { state: 'missing', text: '2 values missing', count: 2 },
              }),
              templateChoice({
                templateId: 7,
                name: 'DPA',
                readiness: { state: 'paused', text: 'A property was renamed.', count: 0 },
              }),
            ],
          }),
        ),
    });
    await card.start();
    await card.waitFor(() => {
      expect(card.find(ToggleGroup).props.options).toEqual([
        { label: 'Order form', value: '5', description: 'Ready' },
        { label: 'MSA', value: '6', description: '2 values missing' },
      ]);
    });
    expect(words(card.find(Alert, { title: 'DPA is paused' }))).toBe('A property was renamed.');
  });

  it('shows label, value, source and transforms of what would be sent, by section', async () => {
    const card = open({
      'POST /api/card/deals/:dealId/plan': () =>
        Promise.resolve(
          ok(
            planView([
              line({ transforms: ['trimmed'] }),
              line({
                target: 'fee',
                label: 'Fee',
                value: { type: 'EUR', value: 1200.5 },
                display: 'EUR 1200.5',
              }),
              line({
                target: 'signatories.0.name',
                label: 'Signatory',
                section: 'signatories',
                value: 'Ana',
                display: 'Ana',
              }),
              line({ target: 'note', label: 'Note', status: 'skipped', value: null, display: '' }),
            ]),
          ),
        ),
    });
    await card.start();
    await card.waitFor(() => {
      expect(card.confirm().props.disabled).toBe(false);
    });
    const text = words(card.panel());
    expect(text).toContain('Acme Company name of Acme · trimmed');
    expect(text).toContain('€1,200.50');
    expect(text.indexOf('Values in the document')).toBeLessThan(text.indexOf('Signatories'));
    expect(text).toContain('Its condition does not hold.');
    expect(text).toContain('Creates a draft in SpotDraft');
    expect(words(card.confirm())).toBe('Generate Order form');
  });

  it('puts blockers first, each with a link to the record, and does not let one generate', async () => {
    const card = open({
      'POST /api/card/deals/:dealId/plan': () => Promise.resolve(ok(planView([line(), missingLine()]))),
    });
    await card.start();
    await card.waitFor(() => {
      card.find(Alert, { title: 'Fix 1 thing before you generate' });
    });
    const alert = card.find(Alert, { title: 'Fix 1 thing before you generate' });
    expect(words(alert)).toContain('The company has no country.');
    expect(alert.find(Link).props.href).toEqual({
      url: 'https://app.hubspot.com/contacts/42/record/0-2/9?property=country',
      external: true,
    });
    expect(words(card.panel()).indexOf('Billing country')).toBeLessThan(
      words(card.panel()).indexOf('Company name of Acme'),
    );
    expect(card.confirm().props.disabled).toBe(true);
  });

  it('asks once which record is meant, plans again with the answer, and lets one change it', async () => {
    const asked: unknown[] = [];
    const card = open({
      'POST /api/card/deals/:dealId/plan': ({ dealId: _deal, ...ask }) => {
        asked.push(ask.choices);
        return Promise.resolve(
          ok(
            planView(
              ask.choices?.['company'] === undefined
                ? [choiceLine(), choiceLine('vat', 'VAT number')]
                : [line()],
            ),
          ),
        );
      },
    });
    await card.start();
    await card.waitFor(() => {
      expect(card.findAll(Select)).toHaveLength(1);
    });
    expect(card.find(Select).props.description).toBe('For Customer and VAT number.');
    expect(card.find(Select).props.options).toEqual([
      { label: 'Acme (acme.com)', value: '9' },
      { label: 'Acme Holding', value: '10' },
    ]);
    expect(card.confirm().props.disabled).toBe(true);
    card.find(Select).trigger('onChange', '10' as never);
    await card.waitFor(() => {
      expect(card.confirm().props.disabled).toBe(false);
    });
    expect(card.find(Select).props.value).toBe('10');
    expect(asked).toEqual([{}, { company: '10' }]);
  });

  it('asks for a reason when an open contract of the template exists, and sends it', async () => {
    const sent: unknown[] = [];
    const openContract = { id: 'c1', name: 'Order form for Acme', statusLabel: 'In review' };
    const card = open({
      'POST /api/card/deals/:dealId/plan': () => Promise.resolve(ok(planView([line()], { openContract }))),
      'POST /api/card/deals/:dealId/generate': ({ dealId: _deal, ...ask }) => {
        sent.push(ask);
        return Promise.resolve(ok({ requestId: 'q1' }));
      },
    });
    await card.start();
    await card.waitFor(() => {
      expect(words(card.panel())).toContain('Why do you need another?');
    });
    expect(card.confirm().props.disabled).toBe(true);
    card.find(TextArea, { name: 'reason' }).trigger('onInput', ' Second site ' as never);
    await card.waitFor(() => {
      expect(card.confirm().props.disabled).toBe(false);
    });
    card.confirm().trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('close test-generate-open');
    });
    expect(sent).toEqual([
      { templateId: 5, choices: {}, planHash: 'hash-1', reason: 'Second site', idempotencyKey: 'key-1' },
    ]);
  });

  it('sends once however often one clicks, and keeps the key when it is tried again', async () => {
    const keys: string[] = [];
    const first = later<Envelope<GenerateView>>();
    const card = open({
      'POST /api/card/deals/:dealId/plan': () => Promise.resolve(ok(planView([line()]))),
      'POST /api/card/deals/:dealId/generate': ({ dealId: _deal, ...ask }) => {
        keys.push(ask.idempotencyKey);
        return keys.length === 1 ? first.promise : Promise.resolve(ok({ requestId: 'q1' }));
      },
    });
    await card.start();
    await card.waitFor(() => {
      expect(card.confirm().props.disabled).toBe(false);
    });
    const button = card.confirm();
    button.trigger('onClick');
    button.trigger('onClick');
    expect(keys).toEqual(['key-1']);
    first.answer(refused('unexpected', 'No answer in time.'));
    await card.waitFor(() => {
      expect(words(card.panel())).toContain('No answer in time.');
    });
    card
      .panel()
      .findAll(Button)
      .find((each) => words(each) === 'Try again')
      ?.trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('close test-generate-open');
    });
    expect(keys).toEqual(['key-1', 'key-1']);
  });

  it('shows the new values when the deal changed between preview and click', async () => {
    let plans = 0;
    const card = open({
      'POST /api/card/deals/:dealId/plan': () =>
        Promise.resolve(ok(planView([line()], { planHash: `hash-${String((plans += 1))}` }))),
      'POST /api/card/deals/:dealId/generate': () =>
        Promise.resolve(refused('plan_changed', 'The deal changed.')),
    });
    await card.start();
    await card.waitFor(() => {
      expect(card.confirm().props.disabled).toBe(false);
    });
    card.confirm().trigger('onClick');
    await card.waitFor(() => {
      expect(words(card.panel())).toContain('These are the values as they are now.');
    });
    expect(plans).toBe(2);
  });

  it('drops the plan of a template that is no longer chosen', async () => {
    const slow = later<Envelope<PlanView>>();
    const card = open({
      'GET /api/card/deals/:dealId/templates': () =>
        Promise.resolve(
          ok({
            templates: [templateChoice(), templateChoice({ templateId: 6, name: 'MSA' })],
            truncated: false,
          }),
        ),
      'POST /api/card/deals/:dealId/plan': ({ templateId }) =>
        templateId === 5
          ? slow.promise
          : Promise.resolve(ok(planView([line({ value: 'MSA value', display: 'MSA value' })]))),
    });
    await card.start();
    await card.waitFor(() => {
      card.find(ToggleGroup);
    });
    card.find(ToggleGroup).trigger('onChange', '5' as never);
    card.find(ToggleGroup).trigger('onChange', '6' as never);
    await card.waitFor(() => {
      expect(words(card.panel())).toContain('MSA value');
    });
    slow.answer(ok(planView([line({ value: 'late value', display: 'late value' })])));
    await slow.promise;
    expect(words(card.panel())).not.toContain('late value');
    expect(words(card.confirm())).toBe('Generate MSA');
  });

  it('frames the preview when it comes from our own origin, and only links to it when it does not', async () => {
    const urls = ['https://api.example.com/p/1', 'https://files.spotdraft.com/p/1'];
    const card = open({
      'POST /api/card/deals/:dealId/plan': () => Promise.resolve(ok(planView([line()]))),
      'POST /api/card/deals/:dealId/preview': () =>
        Promise.resolve(ok({ url: urls.shift() ?? '', expiresAt: '2026-11-05T12:10:00Z' })),
    });
    const preview = () => card.panel().find(Button, (node) => words(node).startsWith('Preview PDF'));
    await card.start();
    await card.waitFor(() => {
      preview();
    });
    preview().trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('frame https://api.example.com/p/1');
    });
    await card.waitFor(() => {
      preview();
    });
    preview().trigger('onClick');
    await card.waitFor(() => {
      expect(card.find(Link).props.href).toEqual({ url: 'https://files.spotdraft.com/p/1', external: true });
    });
    expect(card.seen.filter((each) => each.startsWith('frame'))).toHaveLength(1);
  });
});
