import { Select, Tile } from '@hubspot/ui-extensions';
import { QuietButton } from '../../../kit/buttons.tsx';
import { Column, Row, Strong } from '../../../kit/layout.tsx';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import { newTransform, transformKinds } from './new-transform.ts';
import { transformNames } from '../context/rule-words.ts';
import { StepFields } from './step-fields.tsx';

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
          label={value.length === 0 ? 'Format' : 'Add another step'}
          placeholder="No formatting"
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
