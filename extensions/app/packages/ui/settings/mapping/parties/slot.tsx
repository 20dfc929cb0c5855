import type { ReactNode } from 'react';
import { Accordion, Tag, Tile } from '@hubspot/ui-extensions';
import { SmallButton } from '../../../kit/buttons.tsx';
import { Column, Row, Small, Strong } from '../../../kit/layout.tsx';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { missingWords, sourceWords } from '../context/rule-words.ts';
import { FindingsList } from '../value/findings-list.tsx';
import { usePropertyLabel } from '../context/properties-context.ts';
import { RuleEditor } from '../value/rule-editor.tsx';

type Props = {
  name: string;
  label: string;
  description?: string;
  required?: boolean;
  /** A rule to begin with. */
  beginning: ValueRule;
  value: ValueRule | undefined;
  onChange: (value: ValueRule | undefined) => void;
  findings: readonly Finding[];
  inherits?: Partial<Record<SourceObject, string>>;
  live?: ReactNode;
  /** What the place takes, where that is known. */
  target?: Target | null;
};

/** A place for one value outside the document: what fills it in a line, and the rule when it is opened. */
export const Slot = (props: Props) => {
  const { name, label, description, required = false, beginning, value, onChange, findings } = props;
  const labelOf = usePropertyLabel();
  return (
    <Tile compact testId={`slot-${name}`}>
      <Column gap="xs">
        <Row justify="between" align="center">
          <Column gap="flush">
            <Strong>
              {label}
              {required ? ' *' : ''}
            </Strong>
            <Small>
              {value === undefined
                ? (description ?? 'Not filled')
                : `${sourceWords(value.source, labelOf)} · ${missingWords(value)}`}
            </Small>
          </Column>
          {value === undefined ? (
            <SmallButton
              onClick={() => {
                onChange(beginning);
              }}
            >
              Add
            </SmallButton>
          ) : findings.length > 0 ? (
            <Tag variant={findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning'}>
              Needs attention
            </Tag>
          ) : null}
        </Row>
        <FindingsList findings={findings} />
        {value === undefined ? null : (
          <Accordion title="Edit" size="xs">
            <RuleEditor
              name={name}
              value={value}
              target={props.target ?? null}
              onChange={onChange}
              {...(required
                ? {}
                : {
                    onRemove: () => {
                      onChange(undefined);
                    },
                    removeLabel: `Do not send ${label.toLowerCase()}`,
                  })}
              {...(props.inherits === undefined ? {} : { inherits: props.inherits })}
              {...(props.live === undefined ? {} : { live: props.live })}
            />
          </Accordion>
        )}
      </Column>
    </Tile>
  );
};
