import { Accordion, Alert, Button, Heading, Text, Tile } from '@hubspot/ui-extensions';
import { QuietButton, SmallButton } from '../../../kit/buttons.tsx';
import { Column, Row, Small, Strong } from '../../../kit/layout.tsx';
import { addRule, putRule } from './mapping-edits.ts';
import { newRule } from '../value/new-source.ts';
import { sourceWords } from '../context/rule-words.ts';
import type { TargetRow } from './target-rows.ts';
import { targetType } from './target-words.ts';
import { useEditing } from '../context/edit-context.ts';
import { FindingsList } from '../value/findings-list.tsx';
import { LiveValue } from '../value/live-value.tsx';
import { usePropertyLabel } from '../context/properties-context.ts';
import { RuleEditor } from '../value/rule-editor.tsx';

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
    <Column>
      <Row justify="between" align="center" wrap>
        <Button size="sm" variant="transparent" onClick={close}>
          ← All values
        </Button>
        <Row gap="xs" align="center">
          <Small>{position}</Small>
          <SmallButton disabled={before === undefined} {...clickOf(before)}>
            Previous
          </SmallButton>
          <SmallButton disabled={after === undefined} {...clickOf(after)}>
            Next
          </SmallButton>
        </Row>
      </Row>
      <Column gap="flush">
        <Heading>
          {row.label}
          {row.required ? ' *' : ''}
        </Heading>
        <Small>
          {row.path}
          {target === null ? '' : ` · ${targetType(target)}${row.required ? ' · required' : ''}`}
        </Small>
        {target?.helpText == null || target.helpText === '' ? null : <Text>{target.helpText}</Text>}
        <OptionsOf row={row} />
      </Column>
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
        <Column gap="xs">
          <Text>
            {target?.defaultValue === undefined
              ? 'Nothing fills this value yet.'
              : `The template’s own default is used: ${JSON.stringify(target.defaultValue)}`}
          </Text>
          <Row>
            <Button size="sm" variant="primary" onClick={add}>
              Choose where it comes from
            </Button>
          </Row>
        </Column>
      ) : (
        <Row>
          <QuietButton onClick={add}>Add a rule for when the one above does not apply</QuietButton>
        </Row>
      )}
    </Column>
  );
};

const clickOf = (run: (() => void) | undefined) => (run === undefined ? {} : { onClick: run });

const OptionsOf = ({ row }: { row: TargetRow }) => {
  const options = row.target?.options ?? [];
  return options.length === 0 ? null : (
    <Accordion title="Values it may have" size="xs">
      <Small>
        {options.map(({ label, value }) => (label === value ? label : `${label} (${value})`)).join(', ')}
      </Small>
    </Accordion>
  );
};

const SuggestionBox = ({ row }: { row: TargetRow }) => {
  const { mapping, change } = useEditing();
  const labelOf = usePropertyLabel();
  const { suggestion } = row;
  return suggestion === null ? null : (
    <Alert title={`Suggestion: ${sourceWords(suggestion.rule.source, labelOf)}`} variant="tip">
      <Column gap="xs">
        <Text>{suggestion.reason}</Text>
        <SmallButton
          onClick={() => {
            change(addRule(mapping, suggestion.rule));
          }}
        >
          Accept this suggestion
        </SmallButton>
      </Column>
    </Alert>
  );
};

const RuleTile = ({ row, index, place }: { row: TargetRow; index: number; place: number }) => {
  const { mapping, change } = useEditing();
  const rule = mapping.contractData[index];
  return rule === undefined ? null : (
    <Tile>
      <Column gap="sm">
        {row.rules.length > 1 ? (
          <Strong>{place === 0 ? 'First choice' : `Otherwise (${String(place + 1)})`}</Strong>
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
      </Column>
    </Tile>
  );
};
