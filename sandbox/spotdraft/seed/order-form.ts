import { ask, askAddress, askDuration, askMoney, options } from '../state/attribute.ts';
import type { TemplateBlueprint } from '../state/attribute.ts';

export const orderForm: TemplateBlueprint = {
  name: 'Order Form',
  contractType: 'Order Form',
  tags: ['sales', 'self-serve'],
  counterPartyKind: 'Organisation',
  attributes: [
    ask('order_form_number', 'string', 'Order form number', {
      required: false,
      help_text: 'Your own reference, printed at the top.',
    }),
    ask('customer_name', 'string', 'Customer legal name'),
    ...askAddress('billing_address', 'Billing address', false),
    ask('order_start_date', 'date', 'Subscription start date'),
    ...askDuration('subscription_term', 'Subscription term'),
    ask('billing_frequency', 'enum', 'Billing frequency', {
      options: options(
        ['monthly', 'Monthly'],
        ['quarterly', 'Quarterly'],
        ['annual', 'Annually in advance'],
        ['one_time', 'Once, on signature'],
      ),
    }),
    ask('payment_terms_days', 'int', 'Payment terms (days)', { default_value: 30 }),
    ask('products', 'repeating', 'Products', {
      attributes: [
        ask('product_name', 'string', 'Product'),
        ask('description', 'string', 'Description', { required: false }),
        ask('quantity', 'float', 'Quantity'),
        ...askMoney('unit_price', 'Unit price'),
        ask('discount_percent', 'float', 'Discount (%)', { required: false }),
        ...askMoney('line_total', 'Line total'),
      ],
    }),
    ...askMoney('order_total', 'Total order value'),
    ask('auto_renewal', 'boolean', 'Renews automatically'),
    ask('renewal_notice_days', 'int', 'Renewal notice (days)', {
      required: false,
      help_text: 'Asked only when the order renews automatically.',
    }),
    ask('purchase_order_number', 'string', 'Purchase order number', { required: false }),
    ask('special_terms', 'string', 'Special terms', { required: false }),
  ],
  conditions: [{ variable: 'renewal_notice_days', when: 'auto_renewal', equals: true }],
  keyPointers: [
    { label: 'Effective Date', fieldName: 'slug_effective_date', dataType: 'DATE', from: 'order_start_date' },
    { label: 'Contract Value', fieldName: 'slug_contract_value', dataType: 'CURRENCY', from: 'order_total' },
    { label: 'Term', fieldName: 'slug_term', dataType: 'DURATION', from: 'subscription_term' },
    { label: 'Auto Renewal', fieldName: 'slug_auto_renewal', dataType: 'BOOLEAN', from: 'auto_renewal' },
    {
      label: 'Renewal Notice Days',
      fieldName: 'slug_renewal_notice_days',
      dataType: 'NUMBER',
      from: 'renewal_notice_days',
    },
  ],
  approvals: [],
};
