import { Flex, Text } from '@hubspot/ui-extensions';
import type { DealView } from '@dealdraft/wire/card.ts';
import { count } from '../../format/plural.ts';
import { GenerateButton } from '../generate/generate-button.tsx';
import { LinkForm } from '../link/link-form.tsx';
import { OverlayTrigger } from '../base/trigger.tsx';

/** "1 open contract", or "3 contracts: 2 open, 1 executed". */
const countsText = ({ open, executed, voided }: DealView['counts']): string => {
  const kinds = Object.entries({ open, executed, voided }).filter(([, number]) => number > 0);
  const [only] = kinds;
  if (kinds.length === 1 && only !== undefined) return count(only[1], `${only[0]} contract`);
  const parts = kinds.map(([kind, number]) => `${String(number)} ${kind}`);
  return `${count(open + executed + voided, 'contract')}: ${parts.join(', ')}`;
};

/** How many contracts there are, and the two ways to get another. A disabled button says why. */
export const DealHeader = ({ view }: { view: DealView }) => {
  const { counts, permissions, connection } = view;
  const total = counts.open + counts.executed + counts.voided;
  const connected = connection.state === 'connected';
  const canGenerate = connected && permissions.generate;
  const canLink = permissions.act && connection.state !== 'not_connected';
  // Where the connection itself is missing, its notice says so already.
  const why =
    connected && !permissions.generate ? (permissions.reason ?? 'You may not generate contracts.') : null;
  return (
    <Flex direction="column" gap="xs">
      {total === 0 ? null : <Text variant="microcopy">{countsText(counts)}</Text>}
      <Flex direction="row" gap="xs" align="center" wrap>
        <GenerateButton
          id="open"
          label="Generate a contract"
          templateId={null}
          variant={counts.open === 0 ? 'primary' : 'secondary'}
          disabled={!canGenerate}
        />
        <OverlayTrigger
          id="link"
          testId="link-open"
          title="Link existing contract"
          kind="modal"
          look="transparent"
          label="Link existing contract"
          disabled={!canLink}
        >
          {(close) => <LinkForm close={close} />}
        </OverlayTrigger>
      </Flex>
      {why === null ? null : <Text variant="microcopy">{why}</Text>}
    </Flex>
  );
};
