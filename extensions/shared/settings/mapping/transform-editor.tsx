import { useState } from 'react';
import { NumberInput, Select, Tile } from '@hubspot/ui-extensions';
import { QuietButton } from '../parts/buttons.tsx';
import { Column, Row, Strong } from '../parts/layout.tsx';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../parts/choice.tsx';
import { TextField } from '../parts/text-field.tsx';
import { transformNames } from '../state/rule-words.ts';
import type { TableRow } from '../state/lookup-table.ts';
import { decodeTable, encodeTable } from '../state/lookup-table.ts';
import { newTransform, transformKinds } from '../state/new-transform.ts';

type Props = { name: string; value: readonly Transform[]; onChange: (value: Transform[]) => void };

const MOST_STEPS = 10;

/** The steps between the source's value and the paper's, in the order in which they run. */
export const TransformEditor = ({ name, value, onChange }: Props) => {
  const put = (index: number, step: Transform | null) => {
    onChange(value.flatMap((each, at) => (at === index ? (step === null ? [] : [step]) : [each])));
  };
  const up = (index: number) => {
    const moved = [...value];
    const [step] = moved.splice(index, 1);
    if (step !== undefined) moved.splice(index - 1, 0, step);
    onChange(moved);
  };
  return (
    <Column gap="sm">
      {value.map((step, index) => (
        <Tile key={`${String(index)}-${step.kind}`} compact>
          <Column gap="xs">
            <Row justify="between" align="center">
              <Strong>
                {String(index + 1)}. {transformNames[step.kind]}
              </Strong>
              <Row gap="xs">
                {index === 0 ? null : (
                  <QuietButton
                    onClick={() => {
                      up(index);
                    }}
                  >
                    Move up
                  </QuietButton>
                )}
                <QuietButton
                  onClick={() => {
                    put(index, null);
                  }}
                >
                  Remove
                </QuietButton>
              </Row>
            </Row>
            <StepFields
              name={`${name}-step-${String(index)}`}
              step={step}
              onChange={(next) => {
                put(index, next);
              }}
            />
          </Column>
        </Tile>
      ))}
      {value.length >= MOST_STEPS ? null : (
        <Select
          name={`${name}-add-step`}
          label={value.length === 0 ? 'Change the value' : 'Add another step'}
          placeholder="Use it as it is"
          value=""
          options={transformKinds.map((kind) => ({ value: kind, label: transformNames[kind] }))}
          onChange={(kind) => {
            const step = newTransform(String(kind));
            if (step !== null) onChange([...value, step]);
          }}
        />
      )}
    </Column>
  );
};

type StepProps<Step> = { name: string; step: Step; onChange: (step: Transform) => void };

const roundings = [
  { value: 'half_up', label: 'Half up' },
  { value: 'half_even', label: 'Half to even' },
  { value: 'up', label: 'Always up' },
  { value: 'down', label: 'Always down' },
] as const;

/** Without a number the setting is taken out. */
const numberOr = <Key extends string>(key: Key, value: number | null | undefined) =>
  (typeof value === 'number' && Number.isFinite(value) ? { [key]: Math.trunc(value) } : {}) as {
    [K in Key]?: number;
  };

const StepFields = ({ name, step, onChange }: StepProps<Transform>) => {
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
            { value: 'title', label: 'Each Word Capitalised' },
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
        <Row>
          {(['days', 'months', 'years'] as const).map((unit) => (
            <NumberInput
              key={unit}
              name={`${name}-${unit}`}
              label={unit === 'days' ? 'Days' : unit === 'months' ? 'Months' : 'Years'}
              {...(step[unit] === undefined ? {} : { value: step[unit] })}
              onChange={(value) => {
                const { [unit]: _before, ...rest } = step;
                onChange({ ...rest, ...numberOr(unit, value) });
              }}
            />
          ))}
        </Row>
      );
    case 'number':
      return (
        <Row>
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
        </Row>
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
      return (
        <TextField
          name={`${name}-with`}
          label="Put between"
          value={step.with}
          onChange={(text) => {
            onChange({ ...step, with: text });
          }}
        />
      );
    case 'trim':
    case 'date':
    case 'optionLabel':
      return null;
  }
};

type TableProps = {
  name: string;
  description?: string;
  table: readonly TableRow[];
  onChange: (table: TableRow[]) => void;
};

/** The text is the person's own while it is written: a line without its second half must not be tidied away. */
export const TableField = ({ name, description, table, onChange }: TableProps) => {
  const [text, setText] = useState(() => encodeTable(table));
  return (
    <TextField
      name={name}
      label="Table"
      description={description ?? 'One a line: HubSpot’s value = the paper’s value'}
      rows={4}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(decodeTable(next));
      }}
    />
  );
};

type Rounded = Extract<Transform, { kind: 'number' | 'currency' }>;

const Decimals = ({ name, step, onChange }: StepProps<Rounded>) => (
  <NumberInput
    name={`${name}-decimals`}
    label="Decimals"
    min={0}
    max={10}
    placeholder="as they come"
    {...(step.decimals === undefined ? {} : { value: step.decimals })}
    onChange={(value) => {
      const { decimals: _before, ...rest } = step;
      onChange({ ...rest, ...numberOr('decimals', value) } as Rounded);
    }}
  />
);

const RoundingChoice = ({ name, step, onChange }: StepProps<Rounded>) => (
  <Choice
    name={`${name}-rounding`}
    label="Rounding"
    value={step.rounding}
    options={roundings}
    onChange={(rounding) => {
      onChange({ ...step, rounding });
    }}
  />
);

const CurrencyFields = ({ name, step, onChange }: StepProps<Extract<Transform, { kind: 'currency' }>>) => {
  const { currency } = step;
  const kind = currency === 'deal' ? 'deal' : typeof currency === 'string' ? 'fixed' : 'property';
  return (
    <>
      <Choice
        name={`${name}-currency`}
        label="Currency"
        value={kind}
        options={[
          { value: 'deal', label: 'The deal’s' },
          { value: 'fixed', label: 'Always the same' },
          { value: 'property', label: 'From a deal property' },
        ]}
        onChange={(next) => {
          onChange({
            ...step,
            currency:
              next === 'deal' ? 'deal' : next === 'fixed' ? 'EUR' : { property: 'deal_currency_code' },
          });
        }}
      />
      {kind === 'fixed' ? (
        <TextField
          name={`${name}-code`}
          label="Currency code"
          description="Three letters, such as EUR"
          value={String(currency)}
          fault={/^[A-Z]{3}$/.test(String(currency)) ? null : 'Three capital letters.'}
          onChange={(code) => {
            onChange({ ...step, currency: code.toUpperCase() });
          }}
        />
      ) : null}
      {typeof currency === 'object' ? (
        <TextField
          name={`${name}-property`}
          label="Internal name of the deal property"
          value={currency.property}
          onChange={(property) => {
            onChange({ ...step, currency: { property } });
          }}
        />
      ) : null}
      <Row>
        <Decimals name={name} step={step} onChange={onChange} />
        <RoundingChoice name={name} step={step} onChange={onChange} />
      </Row>
    </>
  );
};
