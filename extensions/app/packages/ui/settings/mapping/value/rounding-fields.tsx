import { NumberInput } from '@hubspot/ui-extensions';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import { Choice } from '../../../kit/choice.tsx';

export type StepProps<Step> = { name: string; step: Step; onChange: (step: Transform) => void };

export const roundings = [
  { value: 'half_up', label: 'Half up' },
  { value: 'half_even', label: 'Half to even' },
  { value: 'up', label: 'Always up' },
  { value: 'down', label: 'Always down' },
] as const;

/** Without a number the setting is taken out. */
export const numberOr = <Key extends string>(key: Key, value: number | null | undefined) =>
  (typeof value === 'number' && Number.isFinite(value) ? { [key]: Math.trunc(value) } : {}) as {
    [K in Key]?: number;
  };

type Rounded = Extract<Transform, { kind: 'number' | 'currency' }>;

export const Decimals = ({ name, step, onChange }: StepProps<Rounded>) => (
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

export const RoundingChoice = ({ name, step, onChange }: StepProps<Rounded>) => (
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
