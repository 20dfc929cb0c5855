import {
  Alert,
  Button,
  Checkbox,
  Input,
  SearchInput,
  Select,
  Tab,
  Tabs,
  Tag,
  TextArea,
} from '@hubspot/ui-extensions';
import { describe, expect, it } from 'vitest';
import { Workbench } from '@dealdraft/ui/settings/mapping/workbench.tsx';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import { line, plan, words } from '../card/kit.tsx';
import { renderEditor } from './editor-kit.tsx';
import { fire } from './kit.tsx';
import { finding, mapping, rule, suggestion, target } from './kit-mapping.ts';

type Screen = ReturnType<typeof renderEditor>;

const press = (screen: Screen, label: string, nth = 0) => {
  const button = screen.findAll(Button).filter((each) => words(each) === label)[nth];
  if (button === undefined) throw new Error(`There is no button “${label}” in: ${screen.text()}`);
  button.trigger('onClick');
};
const select = (screen: Screen, name: string) => screen.find(Select, { name });
const open = (screen: Screen, tab: string) => {
  fire(screen.find(Tabs), 'onSelectedChange', tab);
};

const targets = [
  target({ key: 'customer', label: 'Customer', required: true }),
  target({ key: 'stage', label: 'Stage', kind: 'option', options: [{ label: 'Gold', value: 'gold' }] }),
  target({
    key: 'items',
    label: 'Products',
    kind: 'rows',
    required: true,
    columns: [
      target({ key: 'name', label: 'Name', required: true }),
      target({ key: 'price', label: 'Price' }),
    ],
  }),
];

describe('the values of the document', () => {
  it('are a list with what fills them, suggestions shown as suggestions, and what is wrong', async () => {
    const screen = renderEditor(<Workbench suggestions={[suggestion('customer')]} />, {
      mapping: mapping({ contractData: [rule('stage')] }),
      findings: [finding('stage', { severity: 'warning', message: 'Text may not be an option.' })],
      facts: { targets },
    });
    await screen.waitFor(() => {
      expect(screen.text()).toContain('Deal · Deal name');
    });
    const text = screen.text();
    expect(text).toContain('0 of 2 required values filled. 1 suggestion by name and type');
    expect(text).toContain('Suggested: Deal · Deal name');
    expect(text).toContain('Text may not be an option.');
    expect(screen.findAll(Tag).map((tag) => words(tag))).toEqual(['Suggestion', 'To check', 'Missing']);
    expect(screen.mapping().contractData.map((each) => each.target)).toEqual(['stage']);
  });

  it('take one suggestion or all of them, never instead of a rule', () => {
    const all = [suggestion('customer'), suggestion('stage'), suggestion('items')];
    const screen = renderEditor(<Workbench suggestions={all} />, {
      mapping: mapping({ contractData: [rule('stage')] }),
      facts: { targets },
    });
    press(screen, 'Accept');
    expect(screen.mapping().contractData.map((each) => each.target)).toEqual(['stage', 'customer']);
    screen.findByTestId(Button, 'accept-all').trigger('onClick');
    expect(screen.mapping().contractData.map((each) => each.target)).toEqual(['stage', 'customer', 'items']);
    expect(screen.text()).not.toContain('suggestion by name');
  });

  it('are paged and searched when there are hundreds', () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      target({ key: `v${String(index)}`, label: `Value ${String(index)}` }),
    );
    const screen = renderEditor(<Workbench suggestions={[]} />, { facts: { targets: many } });
    expect(screen.text()).toContain('Value 24');
    expect(screen.text()).not.toContain('Value 25 ');
    fire(screen.find(SearchInput), 'onInput', 'value 150');
    expect(screen.text()).toContain('Value 150');
    expect(screen.text()).not.toContain('Value 24');
  });
});

describe('one value', () => {
  const openCustomer = async (more: Partial<Parameters<typeof renderEditor>[1]> = {}) => {
    const screen = renderEditor(<Workbench suggestions={[suggestion('customer')]} />, {
      facts: { targets },
      ...more,
    });
    press(screen, 'Map');
    await screen.waitFor(() => {
      expect(screen.text()).toContain('All values');
    });
    return screen;
  };

  it('is filled from a property found by search, with steps, a default and a condition', async () => {
    const screen = await openCustomer();
    press(screen, 'Choose where it comes from');
    fire(select(screen, 'rule-0-property'), 'onInput', 'amo');
    screen.clock.advance(250);
    await screen.waitFor(() => {
      expect(select(screen, 'rule-0-property').props.options).toEqual([
        { label: 'Amount · money (amount)', value: 'amount' },
      ]);
    });
    expect(screen.asked.map(({ search }) => search)).toContain('amo');
    fire(select(screen, 'rule-0-property'), 'onChange', 'amount');
    fire(select(screen, 'rule-0-add-step'), 'onChange', 'number');
    fire(select(screen, 'rule-0-missing'), 'onChange', 'default');
    fire(screen.find(Input, { name: 'rule-0-default-constant' }), 'onInput', '12');
    press(screen, 'Add condition');
    fire(select(screen, 'rule-0-condition-0-property'), 'onChange', 'deal_stage');
    await screen.waitFor(() => {
      expect(select(screen, 'rule-0-condition-0-value').props.options).toHaveLength(2);
    });
    fire(select(screen, 'rule-0-condition-0-value'), 'onChange', 'won');
    expect(screen.mapping().contractData).toEqual([
      {
        target: 'customer',
        source: { kind: 'property', object: 'deal', property: 'amount' },
        transforms: [{ kind: 'number', rounding: 'half_up' }],
        whenMissing: 'default',
        default: '12',
        condition: { object: 'deal', property: 'deal_stage', op: 'eq', value: 'won' },
      },
    ]);
    expect(mappingSchema.safeParse(screen.mapping()).success).toBe(true);
  });

  it('says which record is meant where several are associated', async () => {
    const screen = await openCustomer({ facts: { targets, labels: { company: ['Billing', 'Reseller'] } } });
    press(screen, 'Choose where it comes from');
    fire(select(screen, 'rule-0-object'), 'onChange', 'company');
    fire(select(screen, 'rule-0-which'), 'onChange', 'label');
    fire(select(screen, 'rule-0-label'), 'onChange', 'Reseller');
    fire(screen.find(Checkbox, { name: 'rule-0-only' }), 'onChange', true, '');
    expect(screen.mapping().contractData[0]?.source).toEqual({
      kind: 'property',
      object: 'company',
      property: '',
      association: { label: 'Reseller', orElse: 'missing' },
    });
  });

  it.each([
    ['constant', 'Input', 'rule-0-constant', 'EUR', { kind: 'constant', value: 'EUR' }],
    [
      'text',
      'TextArea',
      'rule-0-text',
      '{{deal.dealname}}!',
      { kind: 'text', template: '{{deal.dealname}}!' },
    ],
    [
      'formula',
      'TextArea',
      'rule-0-formula',
      'deal.amount * 2',
      { kind: 'formula', expression: 'deal.amount * 2' },
    ],
  ] as const)('can be a %s', async (kind, component, name, typed, source) => {
    const screen = await openCustomer();
    press(screen, 'Choose where it comes from');
    fire(select(screen, 'rule-0-kind'), 'onChange', kind);
    if (component === 'Input') fire(screen.find(Input, { name }), 'onInput', typed);
    else fire(screen.find(TextArea, { name }), 'onInput', typed);
    expect(screen.mapping().contractData[0]?.source).toEqual(source);
  });

  it('is chosen among the template’s options where it has some', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />, {
      mapping: mapping({ contractData: [rule('stage', { kind: 'constant', value: '' })] }),
      facts: { targets },
    });
    press(screen, 'Edit');
    const field = select(screen, 'rule-0-constant');
    expect(field.props.options).toEqual([{ label: 'Gold', value: 'gold' }]);
    fire(field, 'onChange', 'gold');
    expect(screen.mapping().contractData[0]?.source).toEqual({ kind: 'constant', value: 'gold' });
  });

  it('can be a table of line items, with columns, filter and groups', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />, { facts: { targets } });
    press(screen, 'Map', 2);
    press(screen, 'Choose where it comes from');
    fire(select(screen, 'rule-0-column-name-property'), 'onChange', 'dealname');
    fire(select(screen, 'rule-0-add-column'), 'onChange', 'price');
    fire(select(screen, 'rule-0-column-price-property'), 'onChange', 'amount');
    fire(screen.find(Checkbox, { name: 'rule-0-grouped' }), 'onChange', true, '');
    fire(select(screen, 'rule-0-column-price-aggregate'), 'onChange', 'sum');
    fire(select(screen, 'rule-0-group'), 'onChange', 'dealname');
    const source = screen.mapping().contractData[0]?.source;
    expect(source).toMatchObject({
      kind: 'lineItems',
      groupBy: 'dealname',
      columns: [
        { key: 'name', source: { kind: 'property', property: 'dealname' }, whenMissing: 'stop' },
        {
          key: 'price',
          source: { kind: 'property', property: 'amount', aggregate: 'sum' },
          whenMissing: 'blank',
        },
      ],
    });
    expect(mappingSchema.safeParse(screen.mapping()).success).toBe(true);
  });

  it('shows what is wrong with why and what to do, and a property that is gone', async () => {
    const screen = renderEditor(<Workbench suggestions={[]} />, {
      mapping: mapping({
        contractData: [rule('customer', { kind: 'property', object: 'deal', property: 'gone' })],
      }),
      findings: [
        finding('customer', {
          message: 'The property “gone” does not exist.',
          reason: 'It was deleted.',
          fix: 'Choose another.',
        }),
      ],
      facts: { targets },
    });
    press(screen, 'Edit');
    expect(words(screen.find(Alert, { title: 'The property “gone” does not exist.' }))).toBe(
      'It was deleted. Choose another.',
    );
    await screen.waitFor(() => {
      expect(select(screen, 'rule-0-property').props.validationMessage).toBe(
        'There is no property “gone” any more. Choose another.',
      );
    });
  });

  it('shows what it makes of the chosen deal', () => {
    const given = {
      mapping: mapping({ contractData: [rule('customer')] }),
      facts: { targets },
      live: {
        deal: { id: '7', name: 'Acme renewal' },
        state: 'ready' as const,
        error: null,
        plan: plan([line({ target: 'customer', value: 'Acme', transforms: ['trimmed'] })]),
      },
    };
    const screen = renderEditor(<Workbench suggestions={[]} />, given);
    press(screen, 'Edit');
    expect(words(screen.find(Alert, { title: 'On “Acme renewal”' }))).toBe(
      'Acme Company name of Acme · trimmed',
    );
  });

  it('steps to the next value and back to the list', async () => {
    const screen = await openCustomer();
    expect(screen.text()).toContain('1 of 3');
    press(screen, 'Next');
    expect(screen.text()).toContain('2 of 3');
    press(screen, '← All values');
    expect(screen.text()).toContain('required values filled');
  });
});

describe('the other parts of a mapping', () => {
  it('say how much in them needs attention', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />, {
      findings: [
        finding('counterparty.address.city'),
        finding('signatories.0.email'),
        finding('signatories.0.name'),
        finding('writeBack.0'),
        finding('contract.name'),
        finding('x'),
      ],
    });
    const titles = screen.findAll(Tab).map((tab) => tab.props.title);
    expect(titles).toEqual([
      'Values in the document (1)',
      'Counterparty (1)',
      'Signatories (2)',
      'Contract and workflow (1)',
      'Write-back (1)',
    ]);
  });

  it('make the counterparty an individual by condition, and send an address or none', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />);
    open(screen, 'counterparty');
    fire(select(screen, 'party-kind'), 'onChange', 'depends');
    expect(screen.mapping().counterparty.kind).toEqual({
      individualWhen: { object: 'deal', property: '', op: 'notEmpty' },
    });
    press(screen, 'Add an address');
    expect(screen.mapping().counterparty.address).toMatchObject({ whenIncomplete: 'leave_out' });
    fire(select(screen, 'address-incomplete'), 'onChange', 'stop');
    expect(screen.mapping().counterparty.address).toMatchObject({ whenIncomplete: 'stop' });
    press(screen, 'Do not send an address');
    expect(screen.mapping().counterparty.address).toBeUndefined();
  });

  it('add, order and remove signatories', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />);
    open(screen, 'signatories');
    press(screen, 'Add a counterparty signatory');
    press(screen, 'Add a signatory of ours');
    expect(screen.mapping().signatories.map(({ role }) => role)).toEqual(['counterparty', 'creator']);
    press(screen, 'Remove');
    expect(screen.mapping().signatories.map(({ role }) => role)).toEqual(['creator']);
    expect(mappingSchema.safeParse(screen.mapping()).success).toBe(true);
  });

  it('set the workflow, and leave it to the template again', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />);
    open(screen, 'contract');
    fire(select(screen, 'workflow-autoSendToCounterparty'), 'onChange', 'yes');
    expect(screen.mapping().workflowConfig).toEqual({ autoSendToCounterparty: true });
    fire(select(screen, 'workflow-autoSendToCounterparty'), 'onChange', 'template');
    expect(screen.mapping().workflowConfig).toEqual({});
    press(screen, 'Add a key');
    expect(screen.mapping().recordData).toHaveLength(1);
  });

  it('write key pointers back to deal properties that can be written', () => {
    const screen = renderEditor(<Workbench suggestions={[]} />, {
      facts: { keyPointers: ['Governing law'] },
    });
    open(screen, 'way_back');
    press(screen, 'Add a value to write back');
    fire(select(screen, 'way-back-0-pointer'), 'onChange', 'Governing law');
    fire(select(screen, 'way-back-0-property'), 'onChange', 'dealname');
    fire(screen.find(TextArea, { name: 'way-back-0-lookup' }), 'onInput', 'DE = Germany\nAT');
    expect(screen.mapping().writeBack).toEqual([
      {
        keyPointer: { label: 'Governing law' },
        property: 'dealname',
        as: 'auto',
        whenEmpty: 'leave',
        lookup: [
          { from: 'DE', to: 'Germany' },
          { from: 'AT', to: '' },
        ],
      },
    ]);
  });
});
