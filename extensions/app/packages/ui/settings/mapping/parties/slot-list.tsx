import { Column } from '../../../kit/layout.tsx';
import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import type { SlotView } from './party-slots.ts';
import { getIn } from '../../draft/set-in.ts';
import { findingsAt, useEditing } from '../context/edit-context.ts';
import type { EditorFacts } from '../context/editor-context.ts';
import { useEditorFacts } from '../context/editor-context.ts';
import { LiveValue } from '../value/live-value.tsx';
import { Slot } from './slot.tsx';

type Props = {
  slots: readonly SlotView[];
  inherits?: Partial<Record<SourceObject, string>>;
};

/** Places of the mapping that each take one value. */
export const SlotList = ({ slots, inherits }: Props) => {
  const { mapping, findings, set } = useEditing();
  const facts = useEditorFacts();
  return (
    <Column gap="xs">
      {slots.map((slot) => (
        <Slot
          key={slot.path}
          name={slot.path}
          label={slot.label}
          required={slot.required}
          beginning={slot.beginning}
          value={getIn(mapping, slot.at) as ValueRule | undefined}
          findings={findingsAt(findings, slot.path)}
          target={offered(slot.path, facts)}
          live={<LiveValue path={slot.path} />}
          {...(inherits === undefined ? {} : { inherits })}
          onChange={(value) => {
            set(slot.at, value);
          }}
        />
      ))}
    </Column>
  );
};

/** The two places where SpotDraft has a list to choose from. */
const offered = (path: string, { entities, organizationTypes }: EditorFacts): Target | null => {
  const options =
    path === 'contract.entity'
      ? entities.map(({ referenceId, name, isPrimary }) => ({
          value: referenceId,
          label: isPrimary ? `${name} (primary)` : name,
        }))
      : path === 'counterparty.organizationType'
        ? organizationTypes.map((label) => ({ value: label, label }))
        : [];
  return options.length === 0
    ? null
    : { key: path, label: path, kind: 'option', required: false, options, helpText: null };
};
