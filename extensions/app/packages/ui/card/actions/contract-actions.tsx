import { Accordion, Button, Dropdown, Flex, Text } from '@hubspot/ui-extensions';
import type { ActionView, ContractView } from '@dealdraft/wire/card.ts';
import { sortActions } from './sort-actions.ts';
import { ActionControl } from './action-control.tsx';

type Props = { contract: ContractView };

/** One primary button for the next step, a menu for what else is possible, and what is not possible with its reason. */
export const ContractActions = ({ contract }: Props) => {
  const { next, possible, impossible } = sortActions(contract);
  return (
    <Flex direction="column" gap="xs">
      <Flex direction="row" gap="xs" align="center" wrap>
        {next === null ? null : <ActionControl contract={contract} action={next} look="primary" />}
        {possible.length === 0 ? null : (
          <Dropdown buttonText="More actions" buttonSize="sm" variant="secondary">
            {possible.map((action) => (
              <ActionControl key={action.id} contract={contract} action={action} look="item" />
            ))}
          </Dropdown>
        )}
      </Flex>
      <Impossible contractId={contract.id} actions={impossible} />
    </Flex>
  );
};

/** HubSpot's menu entries cannot be disabled, so what is not possible stands below the menu, each with its reason. */
const Impossible = ({ contractId, actions }: { contractId: string; actions: readonly ActionView[] }) =>
  actions.length === 0 ? null : (
    <Accordion title={`Unavailable actions (${String(actions.length)})`} size="xs">
      <Flex direction="column" gap="xs">
        {actions.map((action) => (
          <Flex key={action.id} direction="column" gap="flush" align="start">
            <Button size="xs" variant="secondary" disabled testId={`action-${contractId}-${action.id}`}>
              {action.label}
            </Button>
            <Text variant="microcopy">{action.reason ?? 'SpotDraft does not allow it in this state.'}</Text>
          </Flex>
        ))}
      </Flex>
    </Accordion>
  );
