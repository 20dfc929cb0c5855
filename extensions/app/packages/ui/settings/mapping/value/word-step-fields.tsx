import type { Transform } from '@dealdraft/wire/mapping.ts';
import { wordLanguages } from '@dealdraft/wire/word-languages.ts';
import { Choice } from '../../../kit/choice.tsx';
import { Fields } from '../../../kit/layout.tsx';
import { TextField } from '../../../kit/text-field.tsx';
import { CurrencyOnly } from './currency-fields.tsx';
import type { StepProps } from './rounding-fields.tsx';

type Kind = 'join' | 'yesNo' | 'numberInWords' | 'moneyInWords' | 'withTitle' | 'addressLine';
type WordStep = Extract<Transform, { kind: Kind }>;

/** The settings of the steps that write text for people. */
export const WordStepFields = ({ name, step, onChange }: StepProps<WordStep>) => {
  switch (step.kind) {
    case 'join':
      return (
        <Fields>
          <Between name={name} step={step} onChange={onChange} />
          <TextField
            name={`${name}-last`}
            label="Before the last one"
            placeholder=" and "
            value={step.last ?? ''}
            onChange={(text) => {
              const { last: _before, ...rest } = step;
              onChange(text === '' ? rest : { ...rest, last: text });
            }}
          />
        </Fields>
      );
    case 'addressLine':
      return <Between name={name} step={step} onChange={onChange} />;
    case 'yesNo':
      return (
        <Fields>
          {(['yes', 'no'] as const).map((answer) => (
            <TextField
              key={answer}
              name={`${name}-${answer}`}
              label={answer === 'yes' ? 'For yes' : 'For no'}
              value={step[answer]}
              fault={step[answer] === '' ? 'Enter a word.' : null}
              onChange={(text) => {
                onChange({ ...step, [answer]: text });
              }}
            />
          ))}
        </Fields>
      );
    case 'numberInWords':
      return <Language name={name} step={step} onChange={onChange} />;
    case 'moneyInWords':
      return (
        <>
          <Language name={name} step={step} onChange={onChange} />
          <CurrencyOnly name={name} step={step} onChange={onChange} />
        </>
      );
    case 'withTitle':
      return (
        <TextField
          name={`${name}-property`}
          label="Internal name of the property with the title"
          description="On the same record as the name"
          value={step.property}
          onChange={(property) => {
            onChange({ ...step, property });
          }}
        />
      );
  }
};

const Between = ({
  name,
  step,
  onChange,
}: StepProps<Extract<Transform, { kind: 'join' | 'addressLine' }>>) => (
  <TextField
    name={`${name}-with`}
    label="Put between"
    value={step.with}
    onChange={(text) => {
      onChange({ ...step, with: text });
    }}
  />
);

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });
const languages = wordLanguages.map((value) => ({ value, label: languageNames.of(value) ?? value }));

const Language = ({
  name,
  step,
  onChange,
}: StepProps<Extract<Transform, { kind: 'numberInWords' | 'moneyInWords' }>>) => (
  <Choice
    name={`${name}-language`}
    label="Language"
    value={step.language}
    options={languages}
    onChange={(language) => {
      onChange({ ...step, language });
    }}
  />
);
