import { Tile } from '@hubspot/ui-extensions';
import type { DealCondition } from '@dealdraft/wire/automation.ts';
import { ComparisonFields } from '../mapping/value/condition-editor.tsx';
import { QuietButton, SmallButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';

const MOST = 20;

type Props = { value: readonly DealCondition[]; onChange: (value: DealCondition[]) => void };

/** Tests of the deal's properties; all must hold. */
export const ConditionFields = ({ value, onChange }: Props) => (
  <Column gap="xs">
    <Small>
      {value.length === 0 ? 'Only for some deals? Add a condition.' : 'Only when all of these hold:'}
    </Small>
    {value.map((condition, index) => (
      <Tile key={String(index)} compact>
        <ComparisonFields
          name={`rule-condition-${String(index)}`}
          value={{ object: 'deal', ...condition }}
          lineItems={false}
          sameRecord
          onChange={({ object: _deal, association: _none, ...next }) => {
            onChange(value.map((each, at) => (at === index ? next : each)));
          }}
        />
        <QuietButton
          onClick={() => {
            onChange(value.filter((_each, at) => at !== index));
          }}
        >
          Remove
        </QuietButton>
      </Tile>
    ))}
    {value.length >= MOST ? null : (
      <Row>
        <SmallButton
          onClick={() => {
            onChange([...value, { property: '', op: 'eq' }]);
          }}
        >
          Add a condition
        </SmallButton>
      </Row>
    )}
  </Column>
);
