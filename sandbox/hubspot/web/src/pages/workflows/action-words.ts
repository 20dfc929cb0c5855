import type { WorkflowAction, WorkflowValue } from '../../api/types.ts';

const labelsOf = (action: WorkflowAction) => action.labels['en'] ?? Object.values(action.labels)[0] ?? {};

export const actionName = (action: WorkflowAction): string => labelsOf(action).actionName ?? action.name;
export const actionDescription = (action: WorkflowAction): string => labelsOf(action).actionDescription ?? '';

export const inputLabel = (action: WorkflowAction, name: string): string =>
  labelsOf(action).inputFieldLabels?.[name] ?? name;
export const inputHint = (action: WorkflowAction, name: string): string | undefined =>
  labelsOf(action).inputFieldDescriptions?.[name];

/** What stands in an input's field: the fixed value, or the name of the property it comes from. */
export const valueText = (value: WorkflowValue | undefined): string =>
  value === undefined ? '' : value.type === 'STATIC_VALUE' ? value.value : value.propertyName;

type Choice = { value: string; label: string };

/** The options an app answered to HubSpot's option fetch; anything else is no option at all. */
export const readOptions = (body: unknown): Choice[] => {
  const parsed: unknown = typeof body === 'string' ? safeParse(body) : body;
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    !('options' in parsed) ||
    !Array.isArray(parsed.options)
  ) {
    return [];
  }
  return parsed.options.flatMap((option: unknown) =>
    typeof option === 'object' && option !== null && 'value' in option
      ? [
          {
            value: String(option.value),
            label: 'label' in option ? String(option.label) : String(option.value),
          },
        ]
      : [],
  );
};

const safeParse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
