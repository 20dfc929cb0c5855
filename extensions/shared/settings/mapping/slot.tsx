import type { ReactNode } from 'react';
import { Accordion, Button, Flex, Tag, Text, Tile } from '@hubspot/ui-extensions';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { missingWords, sourceWords } from '../state/rule-words.ts';
import { FindingsList } from './findings-list.tsx';
import { usePropertyLabel } from './properties-context.ts';
import { RuleEditor } from './rule-editor.tsx';

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
      <Flex direction="column" gap="xs">
        <Flex direction="row" justify="between" align="center" gap="sm">
          <Flex direction="column" gap="flush">
            <Text format={{ fontWeight: 'demibold' }}>
              {label}
              {required ? ' *' : ''}
            </Text>
            <Text variant="microcopy">
              {value === undefined
                ? (description ?? 'Not filled')
                : `${sourceWords(value.source, labelOf)} · ${missingWords(value)}`}
            </Text>
          </Flex>
          {value === undefined ? (
            <Button
              size="xs"
              variant="secondary"
              onClick={() => {
                onChange(beginning);
              }}
            >
              Add
            </Button>
          ) : findings.length > 0 ? (
            <Tag variant={findings.some(({ severity }) => severity === 'error') ? 'error' : 'warning'}>
              Needs attention
            </Tag>
          ) : null}
        </Flex>
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
      </Flex>
    </Tile>
  );
};
