import { Alert, Button, Divider, Flex, Select, Text } from '@hubspot/ui-extensions';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { count, listNames } from '../../format/plural.ts';
import type { BlockerView, PickView } from '../../format/read-plan.ts';
import { blockersOf } from '../../format/read-plan.ts';
import { RecordValueLink } from '../base/record-value-link.tsx';
import type { Generating } from './use-generate.ts';

type Props = { plan: Plan; generating: Generating };

/** What stands in the way, first: each with the place to put it right, or with the records to choose from. */
export const PlanBlockers = ({ plan, generating }: Props) => {
  const blockers = blockersOf(plan);
  const busy = generating.plan.state === 'loading';
  return (
    <>
      {generating.picks.map((pick) => (
        <Chooser key={pick.id} pick={pick} generating={generating} />
      ))}
      {blockers.length === 0 ? null : (
        <Alert title={`Fix ${count(blockers.length, 'thing')} before you generate`} variant="danger">
          <Flex direction="column" gap="sm">
            {blockers.map((blocker, index) => (
              <Flex key={blocker.target} direction="column" gap="flush">
                {index === 0 ? null : <Divider />}
                <Blocker blocker={blocker} />
              </Flex>
            ))}
            <Button size="xs" variant="secondary" disabled={busy} onClick={generating.readPlan}>
              Check again
            </Button>
          </Flex>
        </Alert>
      )}
      {plan.warnings.map((warning, index) => (
        <Alert key={`${warning.code}-${String(index)}`} title="Check before you send" variant="warning">
          <Text>
            {warning.message} <RecordValueLink link={warning.link} />
          </Text>
        </Alert>
      ))}
    </>
  );
};

const Blocker = ({ blocker }: { blocker: BlockerView }) => (
  <>
    <Text format={{ fontWeight: 'demibold' }}>{blocker.label}</Text>
    <Text>{blocker.message}</Text>
    {blocker.link === null ? null : (
      <Text>
        <RecordValueLink link={blocker.link} />
      </Text>
    )}
  </>
);

/** Several records match: the person says which one. The answer can be changed until the contract is generated. */
const Chooser = ({ pick, generating }: { pick: PickView; generating: Generating }) => {
  const chosen = generating.choices[pick.id];
  return (
    <Select
      name={`pick-${pick.id}`}
      label={pick.message}
      description={`For ${listNames(pick.waiting)}.`}
      required
      placeholder="Choose one"
      {...(chosen === undefined ? {} : { value: chosen })}
      options={pick.options}
      onChange={(value) => {
        generating.choose(pick, String(value));
      }}
    />
  );
};
