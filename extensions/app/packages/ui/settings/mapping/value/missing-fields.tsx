import { Column } from '../../../kit/layout.tsx';
import type { ValueRule, WhenMissing } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { Choice } from '../../../kit/choice.tsx';
import { ConstantField } from './constant-field.tsx';

type Missing = Pick<ValueRule, 'whenMissing' | 'default'>;

type Props = {
  name: string;
  target: Target | null;
  value: Missing;
  onChange: (value: Missing) => void;
};

/** What to do when there is no value. Nothing is ever sent blank where the template requires it. */
export const MissingFields = ({ name, target, value, onChange }: Props) => (
  <Column gap="sm">
    <Choice<WhenMissing>
      name={`${name}-missing`}
      label="If empty"
      value={value.whenMissing}
      options={[
        { value: 'stop', label: 'Block and ask the seller' },
        { value: 'blank', label: 'Leave it out' },
        { value: 'default', label: 'Use a default' },
      ]}
      onChange={(whenMissing) => {
        onChange(whenMissing === 'default' ? { whenMissing, default: value.default ?? '' } : { whenMissing });
      }}
    />
    {value.whenMissing === 'default' ? (
      <ConstantField
        name={`${name}-default`}
        label="Default"
        target={target}
        value={value.default ?? ''}
        onChange={(next) => {
          onChange({ whenMissing: 'default', default: next });
        }}
      />
    ) : null}
  </Column>
);
