import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { WorkflowValue } from '../../api/types.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { readOptions } from './action-words.ts';

type Props = {
  shared: { name: string; label: string; required: boolean; description?: string };
  optionsUrl: string;
  values: Record<string, WorkflowValue>;
  value: string;
  change: (value: string) => void;
};

/** Options that the app answers, searched by the app as HubSpot's editor does, and asked for again when another input changes. */
export const FetchedSelect = ({ shared, optionsUrl, values, value, change }: Props) => {
  const { portalId } = useSession().portal;
  const [q, setQ] = useState('');
  const inputFields = Object.fromEntries(Object.entries(values).filter(([name]) => name !== shared.name));
  const answer = useData(`options-${optionsUrl}-${q}-${JSON.stringify(inputFields)}`, () =>
    crm.workflowOptions(portalId, {
      optionsUrl,
      inputFieldName: shared.name,
      inputFields,
      ...(q === '' ? {} : { q }),
    }),
  );
  const refused =
    answer.failure ??
    (answer.value !== null && answer.value.status >= 400
      ? `The app answered ${String(answer.value.status)}.`
      : null);
  return (
    <Select
      {...shared}
      options={readOptions(answer.value?.body)}
      value={value}
      onInput={setQ}
      onChange={(chosen) => {
        change(String(chosen));
      }}
      {...(refused === null
        ? {}
        : { error: true, validationMessage: `The options could not be read. ${refused}` })}
    />
  );
};
