import { DateInput } from '../../stand-ins/date-input.tsx';
import { Form } from '../../stand-ins/form.tsx';
import { CurrencyInput, NumberInput, StepperInput } from '../../stand-ins/number-inputs.tsx';
import { MultiSelect, Select } from '../../stand-ins/selects.tsx';
import { Input, SearchInput, TextArea } from '../../stand-ins/text-inputs.tsx';
import { TimeInput } from '../../stand-ins/time-input.tsx';
import { Checkbox, RadioButton, Toggle, ToggleGroup } from '../../stand-ins/toggles.tsx';
import { Button } from '../../stand-ins/button.tsx';
import type { Sample } from './gallery-page.tsx';

const templates = [
  { label: 'Order form', value: 'order' },
  { label: 'Data processing agreement', value: 'dpa' },
  { label: 'Non-disclosure agreement', value: 'nda' },
];
const many = Array.from({ length: 1_500 }, (_, index) => ({
  label: `Property ${String(index + 1)}`,
  value: `property_${String(index + 1)}`,
}));

export const inputSamples: Sample[] = [
  [
    'Text inputs',
    <>
      <Input
        name="plain"
        label="Name"
        description="As it appears in the contract"
        tooltip="The legal name"
        placeholder="Acme"
      />
      <Input name="required" label="Required" required error validationMessage="Enter a name" />
      <Input name="fine" label="Valid" value="Acme" validationMessage="Looks good" />
      <Input name="fixed" label="Read-only" readOnly value="Fixed" />
      <Input name="secret" label="Password" type="password" value="hidden" />
      <TextArea name="note" label="Note" placeholder="Write a note" />
      <SearchInput name="search" label="Search" value="order" />
    </>,
  ],
  [
    'Numbers and dates',
    <>
      <NumberInput name="number" label="Number" value={1234.5} />
      <NumberInput name="percent" label="Percentage" value={12} formatStyle="percentage" />
      <CurrencyInput name="amount" label="Amount" currency="EUR" value={48000} />
      <StepperInput name="steps" label="Quantity" value={3} min={0} max={10} />
      <DateInput name="date" label="Start date" value={{ year: 2027, month: 0, date: 31 }} format="medium" />
      <TimeInput name="time" label="Time" value={{ hours: 14, minutes: 30 }} />
    </>,
  ],
  [
    'Selects',
    <>
      <Select name="template" label="Template" options={templates} value="dpa" />
      <Select name="empty" label="Nothing chosen" options={templates} placeholder="Choose a template" />
      <Select
        name="wrong"
        label="With an error"
        options={templates}
        error
        validationMessage="Choose one"
        required
      />
      <Select name="many" label="Many options" options={many} />
      <Select name="off" label="Read-only select" options={templates} value="nda" readOnly />
      <Select name="transparent" variant="transparent" placeholder="All templates" options={templates} />
      <MultiSelect name="several" label="Several" options={templates} value={['order', 'dpa']} />
    </>,
  ],
  [
    'Choices',
    <>
      <Checkbox name="check" description="Sends an e-mail to everybody">
        Tell the signatories
      </Checkbox>
      <Checkbox name="checked" checked>
        Checked
      </Checkbox>
      <Checkbox name="fixed" readOnly>
        Read-only
      </Checkbox>
      <RadioButton name="radio" checked>
        Radio
      </RadioButton>
      <ToggleGroup
        name="group"
        label="Status events"
        toggleType="radioButtonList"
        value="all"
        options={[
          { label: 'All', value: 'all', description: 'Every change' },
          { label: 'Only signed', value: 'signed' },
          { label: 'None', value: 'none', readOnly: true },
        ]}
      />
      <ToggleGroup
        name="boxes"
        label="Documents"
        toggleType="checkboxList"
        inline
        value={['order']}
        options={templates.map(({ label, value }) => ({ label, value }))}
      />
      <Toggle name="toggle" label="Automatic" checked />
      <Toggle name="small" label="Small" size="sm" labelDisplay="top" />
    </>,
  ],
  [
    'Form',
    <Form>
      <Input name="reason" label="Reason" required />
      <Button type="submit" variant="primary">
        Void contract
      </Button>
    </Form>,
  ],
];
