import type { ReactNode } from 'react';
import { Accordion } from '@hubspot/ui-extensions';
import { SmallButton } from '../../../kit/buttons.tsx';
import { Column, Row } from '../../../kit/layout.tsx';
import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { conditionWords, transformNames } from '../context/rule-words.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { MissingFields } from './missing-fields.tsx';
import { usePropertyLabel } from '../context/properties-context.ts';
import { SourceEditor } from './source-editor.tsx';
import { TransformEditor } from './transform-editor.tsx';

type Props = {
  name: string;
  value: ValueRule;
  target: Target | null;
  onChange: (value: ValueRule) => void;
  onRemove?: () => void;
  removeLabel?: string;
  inherits?: Partial<Record<SourceObject, string>>;
  /** The value on a deal, shown right under the source. */
  live?: ReactNode;
};

/** How one value is made: source, steps, what without a value, and when at all. */
export const RuleEditor = (props: Props) => {
  const { name, value, target, onChange, onRemove, removeLabel = 'Remove this rule', inherits, live } = props;
  const labelOf = usePropertyLabel();
  const steps = value.transforms.map(({ kind }) => transformNames[kind]).join(', ');
  return (
    <Column gap="sm">
      <SourceEditor
        name={name}
        value={value.source}
        target={target}
        {...(inherits === undefined ? {} : { inherits })}
        onChange={(source) => {
          onChange({ ...value, source });
        }}
      />
      {live}
      <Accordion title={steps === '' ? 'Format' : `Format: ${steps}`} size="xs">
        <TransformEditor
          name={name}
          value={value.transforms}
          onChange={(transforms) => {
            onChange({ ...value, transforms });
          }}
        />
      </Accordion>
      <MissingFields
        name={name}
        target={target}
        value={value}
        onChange={(missing) => {
          const { default: _before, ...rest } = value;
          onChange({ ...rest, ...missing });
        }}
      />
      <Accordion
        title={
          value.condition === undefined
            ? 'Conditions'
            : `Only when ${conditionWords(value.condition, labelOf)}`
        }
        size="xs"
      >
        <ConditionEditor
          name={`${name}-condition`}
          value={value.condition}
          onChange={(condition) => {
            const { condition: _before, ...rest } = value;
            onChange(condition === undefined ? rest : { ...rest, condition });
          }}
        />
      </Accordion>
      {onRemove === undefined ? null : (
        <Row>
          <SmallButton onClick={onRemove}>{removeLabel}</SmallButton>
        </Row>
      )}
    </Column>
  );
};
