import { useState } from 'react';
import { Accordion, Flex, Text } from '@hubspot/ui-extensions';
import type { ContractView } from '@dealdraft/wire/card.ts';
import { arrangeContracts } from './arrange-contracts.ts';
import { ContractPanel } from './contract-panel.tsx';

/** Newest open contract first; executed and voided ones folded, and built only when they are opened. */
export const ContractsList = ({ contracts }: { contracts: readonly ContractView[] }) => {
  const { open, executed, voided } = arrangeContracts(contracts);
  return (
    <Flex direction="column" gap="sm">
      {open.map((contract) => (
        <ContractPanel key={contract.id} contract={contract} />
      ))}
      <Folded title="Executed" contracts={executed} startOpen={open.length === 0} />
      <Folded title="Voided" contracts={voided} startOpen={false} />
    </Flex>
  );
};

type FoldedProps = { title: string; contracts: readonly ContractView[]; startOpen: boolean };

const Folded = ({ title, contracts, startOpen }: FoldedProps) => {
  const [chosen, setChosen] = useState<boolean | null>(null);
  if (contracts.length === 0) return null;
  const isOpen = chosen ?? startOpen;
  return (
    <Accordion
      title={`${title} (${String(contracts.length)})`}
      size="sm"
      open={isOpen}
      onClick={() => {
        setChosen(!isOpen);
      }}
    >
      {isOpen ? (
        <Flex direction="column" gap="sm">
          {contracts.map((contract) => (
            <ContractPanel key={contract.id} contract={contract} />
          ))}
        </Flex>
      ) : (
        <Text variant="microcopy">{contracts.map(({ name }) => name).join(', ')}</Text>
      )}
    </Accordion>
  );
};
