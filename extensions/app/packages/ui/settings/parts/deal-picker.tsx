import { useState } from 'react';
import { Select } from '@hubspot/ui-extensions';
import { QuietButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { DealsView } from '@dealdraft/wire/settings.ts';
import { usePaused } from './use-paused.ts';
import { useRead } from '../../kit/use-read.ts';
import { useSettings } from './settings-services.ts';

export type ChosenDeal = { id: string; name: string };

type Props = {
  name: string;
  label: string;
  value: ChosenDeal | null;
  onChange: (deal: ChosenDeal | null) => void;
};

/** A deal of the account, found by name; the newest are offered first. */
export const DealPicker = ({ name, label, value, onChange }: Props) => {
  const { call } = useSettings();
  const [text, setText] = useState('');
  const search = usePaused(text.trim());
  const [deals, read] = useRead<DealsView>(
    () => call('GET /api/settings/deals', { search }, 'vendor'),
    [search],
  );
  const found = (deals.value?.deals ?? []).filter(({ id }) => id !== value?.id);
  const options = [
    ...(value === null ? [] : [{ value: value.id, label: value.name }]),
    ...found.map((deal) => ({
      value: deal.id,
      label: [deal.name, deal.stage, deal.amount].filter((part) => part !== null && part !== '').join(' · '),
    })),
  ];
  return (
    <Column gap="flush">
      <Row gap="xs" align="end">
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
          <QuietButton
            onClick={() => {
              onChange(null);
            }}
          >
            Clear
          </QuietButton>
        )}
      </Row>
      {deals.error === null ? null : (
        <Row gap="xs" align="center">
          <Small>{deals.error.message}</Small>
          <QuietButton onClick={read}>Try again</QuietButton>
        </Row>
      )}
    </Column>
  );
};
