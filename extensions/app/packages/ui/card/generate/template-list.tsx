import { useState } from 'react';
import { Alert, Flex, LoadingSpinner, SearchInput, Text, ToggleGroup } from '@hubspot/ui-extensions';
import { describeTemplate, filterTemplates } from './template-choice.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import type { Generating } from './use-generate.ts';

const SEARCH_FROM = 8;
const SHOWN = 30;

/** Templates with their readiness for this deal; those that are paused are named below with the reason. */
export const TemplateList = ({ generating }: { generating: Generating }) => {
  const [text, setText] = useState('');
  const { templates, template, readTemplates, chooseTemplate } = generating;
  if (templates.error !== null) return <ErrorNotice error={templates.error} onRetry={readTemplates} />;
  if (templates.value === null) {
    return <LoadingSpinner label="Checking which templates fit this deal…" showLabel size="sm" />;
  }
  const all = templates.value.templates;
  const usable = all.filter(({ readiness }) => readiness.state !== 'paused');
  const paused = all.filter(({ readiness }) => readiness.state === 'paused');
  const found = filterTemplates(usable, text);
  const shown = found.slice(0, SHOWN);
  return (
    <Flex direction="column" gap="sm">
      {usable.length < SEARCH_FROM ? null : (
        <SearchInput
          name="template-search"
          label="Find a template"
          value={text}
          clearable
          onInput={setText}
          onChange={setText}
        />
      )}
      {shown.length === 0 ? (
        <Text>
          {usable.length === 0 ? 'No template can be used on this deal.' : 'No template has that name.'}
        </Text>
      ) : (
        <ToggleGroup
          name="template"
          label="Template"
          toggleType="radioButtonList"
          value={template === null ? '' : String(template.templateId)}
          onChange={(value) => {
            chooseTemplate(Number(value));
          }}
          options={shown.map((each) => ({
            label: each.name,
            value: String(each.templateId),
            description: describeTemplate(each),
          }))}
        />
      )}
      {found.length > shown.length || templates.value.truncated ? (
        <Text variant="microcopy">Not all are shown: search by name.</Text>
      ) : null}
      {paused.map((each) => (
        <Alert key={each.templateId} title={`${each.name} is paused`} variant="info">
          {each.readiness.text}
        </Alert>
      ))}
    </Flex>
  );
};
