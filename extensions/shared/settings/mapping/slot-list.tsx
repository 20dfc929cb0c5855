import { Flex } from '@hubspot/ui-extensions';
import type { ValueRule } from '@dealdraft/wire/mapping.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import type { SlotView } from '../state/party-slots.ts';
import { getIn } from '../state/set-in.ts';
import { findingsAt, useEditing } from './edit-context.ts';
import { LiveValue } from './live-value.tsx';
import { Slot } from './slot.tsx';

type Props = {
  slots: readonly SlotView[];
  inherits?: Partial<Record<SourceObject, string>>;
};

/** Places of the mapping that each take one value. */
export const SlotList = ({ slots, inherits }: Props) => {
  const { mapping, findings, set } = useEditing();
  return (
    <Flex direction="column" gap="xs">
      {slots.map((slot) => (
        <Slot
          key={slot.path}
          name={slot.path}
          label={slot.label}
          required={slot.required}
          beginning={slot.beginning}
          value={getIn(mapping, slot.at) as ValueRule | undefined}
          findings={findingsAt(findings, slot.path)}
          live={<LiveValue path={slot.path} />}
          {...(inherits === undefined ? {} : { inherits })}
          onChange={(value) => {
            set(slot.at, value);
          }}
        />
      ))}
    </Flex>
  );
};
