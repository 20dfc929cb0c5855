import {
  Alert,
  Button,
  Checkbox,
  Dropdown,
  Input,
  LoadingButton,
  Modal,
  TextArea,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import type { ActionRequest, ContractView, LinkCandidate } from '@dealdraft/wire/card.ts';
import { action, ago, contract, dealView, ok, refused, renderCard, words, type CardFakes } from './kit.tsx';

const withContract = async (more: Partial<ContractView>, api: CardFakes = {}) => {
  const sent: ActionRequest[] = [];
  const card = renderCard({
    'GET /api/card/deals/:dealId': () => Promise.resolve(ok(dealView({ contracts: [contract(more)] }))),
    'POST /api/card/contracts/:contractId/actions': ({ contractId: _contract, ...ask }) => {
      sent.push(ask);
      return Promise.resolve(ok({ actionId: 'a1' }));
    },
    ...api,
  });
  await card.waitFor(() => {
    expect(card.text()).toContain('Order form for Acme');
  });
  const modal = (id: string) => card.find(Modal, { id: `test-c1-${id}` });
  const confirm = (id: string) => modal(id).find(LoadingButton);
  return { ...card, sent, modal, confirm };
};

describe('acting on a contract', () => {
  it('has one primary button, and the other possible actions in a menu', async () => {
    const card = await withContract({});
    expect(card.findAll(Button, { variant: 'primary' }).map(words)).toEqual(['mark for signature']);
    expect(card.find(Dropdown).findAll(Dropdown.ButtonItem).map(words)).toEqual(['void']);
  });

  it('says what marking for signature does before it is done', async () => {
    const card = await withContract({});
    expect(card.modal('mark_for_signature').childNodes).toEqual([]);
    card.findByTestId(Button, 'action-c1-mark_for_signature').trigger('onClick');
    expect(words(card.modal('mark_for_signature'))).toContain('SpotDraft will email');
    card.confirm('mark_for_signature').trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('close test-c1-mark_for_signature');
    });
    expect(card.sent).toEqual([{ action: 'mark_for_signature', idempotencyKey: 'key-1' }]);
  });

  it('voids only with a reason', async () => {
    const card = await withContract({});
    card.findByTestId(Dropdown.ButtonItem, 'action-c1-void').trigger('onClick');
    card.confirm('void').trigger('onClick');
    expect(card.find(TextArea).props.error).toBe(true);
    expect(card.sent).toEqual([]);
    card.find(TextArea).trigger('onInput', 'Wrong customer' as never);
    card.confirm('void').trigger('onClick');
    await card.waitFor(() => {
      expect(card.sent).toEqual([{ action: 'void', reason: 'Wrong customer', idempotencyKey: 'key-1' }]);
    });
  });

  it('keeps what was typed when it fails, and the key when the same is tried again', async () => {
    const keys: string[] = [];
    const card = await withContract(
      {},
      {
        'POST /api/card/contracts/:contractId/actions': ({ contractId: _contract, ...ask }) => {
          keys.push(ask.idempotencyKey);
          return Promise.resolve(
            keys.length === 1 ? refused('vendor', 'SpotDraft is away.') : ok({ actionId: 'a1' }),
          );
        },
      },
    );
    card.findByTestId(Dropdown.ButtonItem, 'action-c1-void').trigger('onClick');
    card.find(TextArea).trigger('onInput', 'Wrong customer' as never);
    card.confirm('void').trigger('onClick');
    await card.waitFor(() => {
      expect(words(card.modal('void'))).toContain('SpotDraft is away.');
    });
    expect(card.find(TextArea).props.value).toBe('Wrong customer');
    card.modal('void').find(Alert).find(Button).trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('close test-c1-void');
    });
    expect(keys).toEqual(['key-1', 'key-1']);
  });

  it('sends for review to chosen and typed recipients; several suggestions are not guessed at', async () => {
    const card = await withContract(
      { nextAction: 'send_for_review', actions: [action('send_for_review')] },
      {
        'GET /api/card/contracts/:contractId/recipients': () =>
          Promise.resolve(
            ok({
              suggestions: [
                { name: 'Ana', email: 'ana@acme.com', role: 'signatory' },
                { name: 'Bo', email: 'bo@acme.com', role: 'contact' },
              ],
            }),
          ),
      },
    );
    card.findByTestId(Button, 'action-c1-send_for_review').trigger('onClick');
    await card.waitFor(() => {
      expect(card.find(ToggleGroup).props.value).toEqual([]);
    });
    card.confirm('send_for_review').trigger('onClick');
    expect(card.find(Input, { name: 'more' }).props.validationMessage).toBe(
      'Choose or enter at least one recipient.',
    );
    card.find(ToggleGroup).trigger('onChange', ['ana@acme.com'] as never);
    card.find(Input, { name: 'more' }).trigger('onInput', 'cy@acme.com; nonsense' as never);
    expect(card.find(Input, { name: 'more' }).props.validationMessage).toBe(
      'Not an email address: nonsense.',
    );
    card.find(Input, { name: 'more' }).trigger('onInput', 'cy@acme.com' as never);
    card.find(TextArea, { name: 'message' }).trigger('onInput', 'Please look at §4' as never);
    card.confirm('send_for_review').trigger('onClick');
    await card.waitFor(() => {
      expect(card.sent).toEqual([
        {
          action: 'send_for_review',
          to: ['ana@acme.com', 'cy@acme.com'],
          cc: [],
          message: 'Please look at §4',
          idempotencyKey: 'key-1',
        },
      ]);
    });
  });

  it('reminds a person who can be reached', async () => {
    const card = await withContract({
      nextAction: 'remind',
      actions: [action('remind')],
      waitingFor: [
        {
          kind: 'signatory',
          person: { name: 'Ana', email: 'ana@acme.com' },
          text: 'Ana to sign',
          since: ago(7200),
          canRemind: true,
        },
        {
          kind: 'approver',
          person: { name: 'Bo', email: 'bo@us.com' },
          text: 'Bo to approve',
          since: null,
          canRemind: false,
        },
      ],
    });
    expect(card.text()).toContain('Ana to sign · 2 hr ago');
    card.findByTestId(Button, 'action-c1-remind').trigger('onClick');
    expect(card.find(ToggleGroup).props.options).toHaveLength(1);
    card.confirm('remind').trigger('onClick');
    await card.waitFor(() => {
      expect(card.sent).toEqual([{ action: 'remind', email: 'ana@acme.com', idempotencyKey: 'key-1' }]);
    });
  });

  it('offers the file as a link once SpotDraft has given one', async () => {
    const card = await withContract(
      { actions: [action('download')], nextAction: 'download', status: 'EXECUTED' },
      {
        'POST /api/card/contracts/:contractId/download': () =>
          Promise.resolve(ok({ url: 'https://api.example.com/f/1', fileName: 'order-form.pdf' })),
      },
    );
    card.findByTestId(Button, 'action-c1-download').trigger('onClick');
    await card.waitFor(() => {
      expect(words(card.modal('download'))).toContain('Download order-form.pdf');
    });
    expect(card.modal('download').find(Button, { variant: 'primary' }).props.href).toEqual({
      url: 'https://api.example.com/f/1',
      external: true,
    });
    expect(card.modal('download').maybeFind(ToggleGroup)).toBeNull();
  });

  it('copies the link, and asks SpotDraft now without a question', async () => {
    const card = await withContract({
      actions: [action('copy_link'), action('check_now')],
      nextAction: null,
    });
    card.findByTestId(Dropdown.ButtonItem, 'action-c1-copy_link').trigger('onClick');
    card.findByTestId(Dropdown.ButtonItem, 'action-c1-check_now').trigger('onClick');
    await card.waitFor(() => {
      expect(card.sent).toEqual([{ action: 'check_now', idempotencyKey: 'key-1' }]);
    });
    await card.waitFor(() => {
      expect(card.seen).toContain('success: Link copied.');
    });
    expect(card.seen).toContain('copy https://app.spotdraft.com/contracts/77');
  });

  it('shows an action under way instead of a next step, and a failed one with a way to try again', async () => {
    const doing = await withContract({
      pendingAction: {
        id: 'a1',
        action: 'void',
        label: 'Void contract',
        since: ago(3),
        state: 'doing',
        message: null,
      },
    });
    expect(doing.findAll(Button, { variant: 'primary' })).toEqual([]);
    const dismissed: string[] = [];
    const failed = await withContract(
      {
        pendingAction: {
          id: 'a1',
          action: 'void',
          label: 'Void contract',
          since: ago(3),
          state: 'failed',
          message: 'It is signed already.',
        },
      },
      {
        'POST /api/card/actions/:actionId/dismiss': ({ actionId: id }) => {
          dismissed.push(id);
          return Promise.resolve(ok({ dismissed: true }));
        },
      },
    );
    const alert = failed.find(Alert, { title: 'Couldn’t void contract' });
    expect(words(alert)).toContain('It is signed already.');
    expect(alert.findAll(Button).map(words)).toEqual(['Try again', 'Dismiss']);
    alert.find(Button, (node) => words(node) === 'Dismiss').trigger('onClick');
    await failed.waitFor(() => {
      expect(dismissed).toEqual(['a1']);
    });
  });
});

const candidate = (more: Partial<LinkCandidate> = {}): LinkCandidate => ({
  spotdraftId: 'T-9',
  workspaceId: '7b0c0c3e-7a3f-4a52-9d2f-2f6d3a1f0b11',
  environment: 'production',
  name: 'MSA Acme',
  statusLabel: 'Draft',
  counterparty: 'Acme GmbH',
  createdAt: ago(90_000),
  link: null,
  linkedTo: null,
  linkedHere: false,
  ...more,
});

describe('linking an existing contract', () => {
  const start = async (api: CardFakes) => {
    const card = renderCard({ 'GET /api/card/deals/:dealId': () => Promise.resolve(ok(dealView())), ...api });
    await card.waitFor(() => {
      card.findByTestId(Button, 'link-open');
    });
    card.findByTestId(Button, 'link-open').trigger('onClick');
    const modal = () => card.find(Modal, { id: 'test-link' });
    card.find(Input, { name: 'contract' }).trigger('onInput', ' T-9 ' as never);
    card.find(Button, (node) => words(node) === 'Find contract').trigger('onClick');
    return { ...card, modal };
  };

  it('shows what it is before it links', async () => {
    const linked: unknown[] = [];
    const card = await start({
      'POST /api/card/deals/:dealId/link/look-up': ({ text }) =>
        Promise.resolve(text === 'T-9' ? ok({ candidate: candidate() }) : refused('not_found', 'None.')),
      'POST /api/card/deals/:dealId/link': ({ dealId: _deal, ...ask }) => {
        linked.push(ask);
        return Promise.resolve(ok({ contractId: 'c9' }));
      },
    });
    await card.waitFor(() => {
      expect(words(card.modal())).toContain('Acme GmbH');
    });
    card.modal().find(LoadingButton).trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('close test-link');
    });
    expect(linked).toEqual([
      {
        spotdraftId: 'T-9',
        workspaceId: candidate().workspaceId,
        confirmMove: false,
        idempotencyKey: 'key-1',
      },
    ]);
  });

  it('moves one from another deal only after it is confirmed', async () => {
    const card = await start({
      'POST /api/card/deals/:dealId/link/look-up': () =>
        Promise.resolve(
          ok({ candidate: candidate({ linkedTo: { dealId: '77', dealName: 'Acme renewal' } }) }),
        ),
    });
    await card.waitFor(() => {
      expect(words(card.modal())).toContain('belongs to Acme renewal');
    });
    expect(card.modal().find(LoadingButton).props.disabled).toBe(true);
    card.find(Checkbox).trigger('onChange', true as never);
    expect(card.modal().find(LoadingButton).props.disabled).toBe(false);
  });

  it('asks for the confirmation when somebody else linked it meanwhile', async () => {
    const asked: boolean[] = [];
    const card = await start({
      'POST /api/card/deals/:dealId/link/look-up': () => Promise.resolve(ok({ candidate: candidate() })),
      'POST /api/card/deals/:dealId/link': ({ dealId: _deal, ...ask }) => {
        asked.push(ask.confirmMove === true);
        return Promise.resolve(
          ask.confirmMove === true
            ? ok({ contractId: 'c9' })
            : refused('linked_elsewhere', 'It belongs to Acme renewal.', false),
        );
      },
    });
    await card.waitFor(() => {
      expect(card.modal().find(LoadingButton).props.disabled).toBe(false);
    });
    card.modal().find(LoadingButton).trigger('onClick');
    await card.waitFor(() => {
      expect(words(card.modal())).toContain('It belongs to Acme renewal.');
    });
    expect(card.modal().find(LoadingButton).props.disabled).toBe(true);
    card.find(Checkbox).trigger('onChange', true as never);
    card.modal().find(LoadingButton).trigger('onClick');
    await card.waitFor(() => {
      expect(card.seen).toContain('close test-link');
    });
    expect(asked).toEqual([false, true]);
  });

  it('refuses what is linked here already, and forgets the find when another id is typed', async () => {
    const card = await start({
      'POST /api/card/deals/:dealId/link/look-up': () =>
        Promise.resolve(ok({ candidate: candidate({ linkedHere: true }) })),
    });
    await card.waitFor(() => {
      expect(words(card.modal())).toContain('linked to this deal already');
    });
    expect(card.modal().find(LoadingButton).props.disabled).toBe(true);
    card.find(Input, { name: 'contract' }).trigger('onChange', ' T-9 ' as never);
    expect(words(card.modal())).toContain('MSA Acme');
    card.find(Input, { name: 'contract' }).trigger('onInput', 'T-10' as never);
    expect(words(card.modal())).not.toContain('MSA Acme');
  });

  it('says what was not found', async () => {
    const card = await start({
      'POST /api/card/deals/:dealId/link/look-up': () =>
        Promise.resolve(refused('not_found', 'SpotDraft has no contract T-9.')),
    });
    await card.waitFor(() => {
      expect(words(card.modal())).toContain('SpotDraft has no contract T-9.');
    });
  });
});
