import {
  Alert,
  Button,
  Flex,
  LoadingButton,
  LoadingSpinner,
  PanelBody,
  PanelFooter,
  PanelSection,
  Text,
  TextArea,
} from '@hubspot/ui-extensions';
import type { PlanView } from '@dealdraft/wire/card.ts';
import { gateOf } from './generate-gate.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { PlanLines } from './plan-lines.tsx';
import { PlanBlockers } from './plan-blockers.tsx';
import { PreviewButton } from './preview-button.tsx';
import { TemplateList } from './template-list.tsx';
import type { Generating } from './use-generate.ts';
import { useGenerate } from './use-generate.ts';
import { useCard } from '../base/card-services.ts';

type Props = { templateId: number | null; initialReason: string; close: () => void };

/** Choose, look at every value, generate. The button says what it makes, the line above it what will happen. */
export const GeneratePanel = ({ templateId, initialReason, close }: Props) => {
  const { host } = useCard();
  const accepted = () => {
    host.alert('success', 'Creating your contract. It’ll appear here in a few seconds.');
    close();
  };
  const generating = useGenerate({ templateId, initialReason, accepted });
  const { submission, template } = generating;
  const gate = gateOf(generating);
  const sending = submission.state === 'sending';
  return (
    <>
      <PanelBody>
        <PanelSection>
          <TemplateList generating={generating} />
        </PanelSection>
        {template === null ? null : <PlanSection generating={generating} />}
      </PanelBody>
      <PanelFooter>
        {submission.error === null ? null : (
          <ErrorNotice error={submission.error} onRetry={generating.generate} />
        )}
        {gate.text === null ? null : <Text variant="microcopy">{gate.text}</Text>}
        <LoadingButton
          testId="generate-confirm"
          variant="primary"
          loading={sending}
          disabled={!gate.open || sending}
          onClick={generating.generate}
        >
          {template === null ? 'Generate' : `Generate ${template.name}`}
        </LoadingButton>
        <Button variant="secondary" onClick={close}>
          Cancel
        </Button>
      </PanelFooter>
    </>
  );
};

const PlanSection = ({ generating }: { generating: Generating }) => {
  const { plan, readPlan } = generating;
  return (
    <PanelSection>
      <Flex direction="column" gap="md">
        {plan.error === null ? null : <ErrorNotice error={plan.error} onRetry={readPlan} />}
        {plan.state === 'loading' ? (
          <LoadingSpinner
            label={plan.value === null ? 'Loading deal values…' : 'Reloading deal values…'}
            showLabel
            size="sm"
          />
        ) : null}
        {generating.planRenewed ? (
          <Alert title="The deal changed meanwhile" variant="info">
            These are the values as they are now. Look at them, then generate again.
          </Alert>
        ) : null}
        {plan.value === null ? null : <PlanContent view={plan.value} generating={generating} />}
      </Flex>
    </PanelSection>
  );
};

const PlanContent = ({ view, generating }: { view: PlanView; generating: Generating }) => (
  <>
    <PlanBlockers plan={view.plan} generating={generating} />
    {view.openContract === null ? null : <OpenContractQuestion view={view} generating={generating} />}
    <PreviewButton view={view} generating={generating} />
    <PlanLines plan={view.plan} />
  </>
);

const OpenContractQuestion = ({ view, generating }: { view: PlanView; generating: Generating }) => (
  <Alert title="This deal already has an open contract of this template" variant="warning">
    <Flex direction="column" gap="xs">
      <Text>
        {view.openContract?.name} ({view.openContract?.statusLabel}) won’t be changed. Why do you need
        another?
      </Text>
      <TextArea
        name="reason"
        label="Reason"
        description="Kept in the timeline of the new contract."
        required
        rows={2}
        maxLength={2000}
        value={generating.reason}
        onInput={generating.setReason}
        onChange={generating.setReason}
      />
    </Flex>
  </Alert>
);
