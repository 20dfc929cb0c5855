import { useState } from 'react';
import { Button, Flex, Select, Text } from '@hubspot/ui-extensions';
import type { DealsView } from '@dealdraft/wire/settings.ts';
import { usePaused } from '../mapping/properties-context.ts';
import { useRead } from '../parts/use-read.ts';
import { useSettings } from '../settings-services.ts';

export type ChosenDeal = { id: string; name: string };

type Props = {
  name: string;
  label: string;
  value: ChosenDeal | null;
  onChange: (deal: ChosenDeal | null) => void;
};

/** A deal of the account, found by name; the newest are offered first. */
export const DealPicker = ({ name, label, value, onChange }: Props) => {
  const { api } = useSettings();
  const [text, setText] = useState('');
  const search = usePaused(text.trim());
  const [deals, read] = useRead<DealsView>(() => api.deals({ search }), [search]);
  const found = (deals.value?.deals ?? []).filter(({ id }) => id !== value?.id);
  const options = [
    ...(value === null ? [] : [{ value: value.id, label: value.name }]),
    ...found.map((deal) => ({
      value: deal.id,
      label: [deal.name, deal.stage, deal.amount].filter((part) => part !== null && part !== '').join(' · '),
    })),
  ];
  return (
    <Flex direction="column" gap="flush">
      <Flex direction="row" gap="xs" align="end">
        <Select
          name={name}
          label={label}
          placeholder={deals.state === 'loading' ? 'Reading deals…' : 'Search for a deal'}
          value={value?.id ?? ''}
          options={options}
          onInput={setText}
          onChange={(id) => {
            const deal = found.find((each) => each.id === id);
            if (deal !== undefined) onChange({ id: deal.id, name: deal.name });
          }}
        />
        {value === null ? null : (
          <Button
            size="xs"
            variant="transparent"
            onClick={() => {
              onChange(null);
            }}
          >
            Clear
          </Button>
        )}
      </Flex>
      {deals.error === null ? null : (
        <Flex direction="row" gap="xs" align="center">
          <Text variant="microcopy">{deals.error.message}</Text>
          <Button size="xs" variant="transparent" onClick={read}>
            Try again
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
