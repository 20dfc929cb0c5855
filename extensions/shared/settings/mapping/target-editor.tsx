import { Accordion, Alert, Button, Flex, Heading, Text, Tile } from '@hubspot/ui-extensions';
import { addRule, putRule } from '../state/mapping-edits.ts';
import { newRule } from '../state/new-source.ts';
import { sourceWords } from '../state/rule-words.ts';
import type { TargetRow } from '../state/target-rows.ts';
import { targetType } from '../state/target-words.ts';
import { useEditing } from './edit-context.ts';
import { FindingsList } from './findings-list.tsx';
import { LiveValue } from './live-value.tsx';
import { usePropertyLabel } from './properties-context.ts';
import { RuleEditor } from './rule-editor.tsx';

type Props = {
  row: TargetRow;
  position: string;
  close: () => void;
  before?: () => void;
  after?: () => void;
};

/** One value of the document: what the template asks for, and the rules that make it. */
export const TargetEditor = ({ row, position, close, before, after }: Props) => {
  const { mapping, change } = useEditing();
  const { target } = row;
  const add = () => {
    change(addRule(mapping, { ...newRule(target, row.required), target: row.path }));
  };
  return (
    <Flex direction="column" gap="md">
      <Flex direction="row" justify="between" align="center" wrap gap="sm">
        <Button size="sm" variant="transparent" onClick={close}>
          ← All values
        </Button>
        <Flex direction="row" gap="xs" align="center">
          <Text variant="microcopy">{position}</Text>
          <Button size="xs" variant="secondary" disabled={before === undefined} {...clickOf(before)}>
            Previous
          </Button>
          <Button size="xs" variant="secondary" disabled={after === undefined} {...clickOf(after)}>
            Next
          </Button>
        </Flex>
      </Flex>
      <Flex direction="column" gap="flush">
        <Heading>
          {row.label}
          {row.required ? ' *' : ''}
        </Heading>
        <Text variant="microcopy">
          {row.path}
          {target === null ? '' : ` · ${targetType(target)}${row.required ? ' · required' : ''}`}
        </Text>
        {target?.helpText == null || target.helpText === '' ? null : <Text>{target.helpText}</Text>}
        <OptionsOf row={row} />
      </Flex>
      <FindingsList findings={row.findings} />
      {target === null ? (
        <Alert title="The template does not have this value any more" variant="warning">
          It was renamed or removed in SpotDraft. Fill the new value, then remove this rule.
        </Alert>
      ) : null}
      <SuggestionBox row={row} />
      {row.rules.map((index, place) => (
        <RuleTile key={String(index)} row={row} index={index} place={place} />
      ))}
      {row.rules.length === 0 ? (
        <Flex direction="column" gap="xs">
          <Text>
            {target?.defaultValue === undefined
              ? 'Nothing fills this value yet.'
              : `The template’s own default is used: ${JSON.stringify(target.defaultValue)}`}
          </Text>
          <Flex direction="row">
            <Button size="sm" variant="primary" onClick={add}>
              Choose where it comes from
            </Button>
          </Flex>
        </Flex>
      ) : (
        <Flex direction="row">
          <Button size="xs" variant="transparent" onClick={add}>
            Add a rule for when the one above does not apply
          </Button>
        </Flex>
      )}
    </Flex>
  );
};

const clickOf = (run: (() => void) | undefined) => (run === undefined ? {} : { onClick: run });

const OptionsOf = ({ row }: { row: TargetRow }) => {
  const options = row.target?.options ?? [];
  return options.length === 0 ? null : (
    <Accordion title="Values it may have" size="xs">
      <Text variant="microcopy">
        {options.map(({ label, value }) => (label === value ? label : `${label} (${value})`)).join(', ')}
      </Text>
    </Accordion>
  );
};

const SuggestionBox = ({ row }: { row: TargetRow }) => {
  const { mapping, change } = useEditing();
  const labelOf = usePropertyLabel();
  const { suggestion } = row;
  return suggestion === null ? null : (
    <Alert title={`Suggestion: ${sourceWords(suggestion.rule.source, labelOf)}`} variant="tip">
      <Flex direction="column" gap="xs">
        <Text>{suggestion.reason}</Text>
        <Button
          size="xs"
          variant="secondary"
          onClick={() => {
            change(addRule(mapping, suggestion.rule));
          }}
        >
          Accept this suggestion
        </Button>
      </Flex>
    </Alert>
  );
};

const RuleTile = ({ row, index, place }: { row: TargetRow; index: number; place: number }) => {
  const { mapping, change } = useEditing();
  const rule = mapping.contractData[index];
  return rule === undefined ? null : (
    <Tile>
      <Flex direction="column" gap="sm">
        {row.rules.length > 1 ? (
          <Text format={{ fontWeight: 'demibold' }}>
            {place === 0 ? 'First choice' : `Otherwise (${String(place + 1)})`}
          </Text>
        ) : null}
        <RuleEditor
          name={`rule-${String(index)}`}
          value={rule}
          target={row.target}
          live={<LiveValue path={row.path} />}
          onChange={(next) => {
            change(putRule(mapping, index, next));
          }}
          onRemove={() => {
            change(putRule(mapping, index, null));
          }}
        />
      </Flex>
    </Tile>
  );
};
