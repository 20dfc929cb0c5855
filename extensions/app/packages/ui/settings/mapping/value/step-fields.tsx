import { NumberInput } from '@hubspot/ui-extensions';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';
import { Fields } from '../../../kit/layout.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { CurrencyFields } from './currency-fields.tsx';
import type { StepProps } from './rounding-fields.tsx';
import { Decimals, numberOr, RoundingChoice, roundings } from './rounding-fields.tsx';
import { TableField } from './table-field.tsx';
import { WordStepFields } from './word-step-fields.tsx';

const units = { days: 'Days', months: 'Months', years: 'Years', businessDays: 'Business days' };

/** The settings of one step, by its kind. */
export const StepFields = ({ name, step, onChange }: StepProps<Transform>) => {
  switch (step.kind) {
    case 'case':
      return (
        <Choice
          name={`${name}-case`}
          label="Capitals"
          value={step.to}
          options={[
            { value: 'upper', label: 'ALL CAPITALS' },
            { value: 'lower', label: 'all small letters' },
            { value: 'title', label: 'Each Word Capitalized' },
          ]}
          onChange={(to) => {
            onChange({ ...step, to });
          }}
        />
      );
    case 'datetime':
      return (
        <Choice
          name={`${name}-zone`}
          label="Time zone"
          value={step.zone}
          options={[
            { value: 'utc', label: 'UTC' },
            { value: 'portal', label: 'The HubSpot account’s' },
          ]}
          onChange={(zone) => {
            onChange({ ...step, zone });
          }}
        />
      );
    case 'dateAdd':
      return (
        <Fields>
          {(['days', 'months', 'years', 'businessDays'] as const).map((unit) => (
            <NumberInput
              key={unit}
              name={`${name}-${unit}`}
              label={units[unit]}
              {...(step[unit] === undefined ? {} : { value: step[unit] })}
              onChange={(value) => {
                const { [unit]: _before, ...rest } = step;
                onChange({ ...rest, ...numberOr(unit, value) });
              }}
            />
          ))}
        </Fields>
      );
    case 'number':
      return (
        <Fields>
          <TextField
            name={`${name}-times`}
            label="Multiply by"
            placeholder="1"
            value={step.multiplyBy ?? ''}
            fault={
              step.multiplyBy === undefined || /^-?\d{1,15}(\.\d{1,10})?$/.test(step.multiplyBy)
                ? null
                : 'Write a number, such as 0.01.'
            }
            onChange={(text) => {
              const { multiplyBy: _before, ...rest } = step;
              onChange(text.trim() === '' ? rest : { ...rest, multiplyBy: text.trim() });
            }}
          />
          <Decimals name={name} step={step} onChange={onChange} />
          <RoundingChoice name={name} step={step} onChange={onChange} />
        </Fields>
      );
    case 'integer':
      return (
        <Choice
          name={`${name}-rounding`}
          label="A fraction"
          value={step.rounding ?? 'refuse'}
          options={[{ value: 'refuse', label: 'Stop: it must be whole' }, ...roundings]}
          onChange={(rounding) => {
            onChange(rounding === 'refuse' ? { kind: 'integer' } : { kind: 'integer', rounding });
          }}
        />
      );
    case 'currency':
      return <CurrencyFields name={name} step={step} onChange={onChange} />;
    case 'duration':
      return (
        <Choice
          name={`${name}-unit`}
          label="A plain number means"
          value={step.unit}
          options={[
            { value: 'DAYS', label: 'Days' },
            { value: 'MONTHS', label: 'Months' },
            { value: 'YEARS', label: 'Years' },
          ]}
          onChange={(unit) => {
            onChange({ ...step, unit });
          }}
        />
      );
    case 'boolean':
      return (
        <Choice
          name={`${name}-empty`}
          label="When it is empty"
          value={step.emptyIs === undefined ? 'missing' : step.emptyIs ? 'yes' : 'no'}
          options={[
            { value: 'missing', label: 'It is missing' },
            { value: 'no', label: 'It means no' },
            { value: 'yes', label: 'It means yes' },
          ]}
          onChange={(empty) => {
            onChange(
              empty === 'missing' ? { kind: 'boolean' } : { kind: 'boolean', emptyIs: empty === 'yes' },
            );
          }}
        />
      );
    case 'lookup':
      return (
        <>
          <TableField
            name={`${name}-table`}
            table={step.table}
            onChange={(table) => {
              onChange({ ...step, table });
            }}
          />
          <Choice
            name={`${name}-otherwise`}
            label="A value that is not in the table"
            value={step.otherwise}
            options={[
              { value: 'stop', label: 'Stop and say so' },
              { value: 'keep', label: 'Keep it as it is' },
              { value: 'missing', label: 'Treat it as missing' },
            ]}
            onChange={(otherwise) => {
              onChange({ ...step, otherwise });
            }}
          />
        </>
      );
    case 'country':
      return (
        <Choice
          name={`${name}-country`}
          label="Write it as"
          value={step.to}
          options={[
            { value: 'code', label: 'Two-letter code (DE)' },
            { value: 'name', label: 'Name (Germany)' },
          ]}
          onChange={(to) => {
            onChange({ ...step, to });
          }}
        />
      );
    case 'fullName':
      return (
        <Choice
          name={`${name}-part`}
          label="Part"
          value={step.part}
          options={[
            { value: 'first', label: 'First name' },
            { value: 'last', label: 'Last name' },
          ]}
          onChange={(part) => {
            onChange({ ...step, part });
          }}
        />
      );
    case 'split':
      return (
        <TextField
          name={`${name}-by`}
          label="Split at"
          value={step.by}
          onChange={(by) => {
            if (by !== '') onChange({ ...step, by });
          }}
        />
      );
    case 'join':
    case 'yesNo':
    case 'numberInWords':
    case 'moneyInWords':
    case 'withTitle':
    case 'addressLine':
      return <WordStepFields name={name} step={step} onChange={onChange} />;
    case 'trim':
    case 'date':
    case 'optionLabel':
    case 'plainText':
      return null;
  }
};
