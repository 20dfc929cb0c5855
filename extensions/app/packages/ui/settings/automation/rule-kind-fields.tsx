import type { ComponentProps } from 'react';
import { Alert, Checkbox, MultiSelect } from '@hubspot/ui-extensions';
import type { AutomationView } from '@dealdraft/wire/automation.ts';
import { SmallButton } from '../../kit/buttons.tsx';
import { Choice } from '../../kit/choice.tsx';
import { Column } from '../../kit/layout.tsx';
import type { RuleDraft } from './rule-draft.ts';

type Props = { draft: RuleDraft; put: (change: Partial<RuleDraft>) => void; view: AutomationView };

const stagesOf = ({ draft, view }: Props) =>
  (view.pipelines.find(({ id }) => id === draft.pipelineId)?.stages ?? []).map(({ id, label }) => ({
    value: id,
    label,
  }));

/** What is chosen but gone stays in the list, so that the form shows what the rule says. */
const withChosen = (options: { value: string; label: string }[], chosen: string) =>
  chosen === '' || options.some(({ value }) => value === chosen)
    ? options
    : [{ value: chosen, label: `${chosen} (gone)` }, ...options];

const templatesOf = (view: AutomationView) =>
  view.templates.map(({ templateId, name, environment }) => ({
    value: String(templateId),
    label: environment === 'uat' ? `${name} (UAT)` : name,
  }));

type WordField = {
  [Field in keyof RuleDraft]: RuleDraft[Field] extends string ? Field : never;
}[keyof RuleDraft];

/** A choice that is one field of the rule. */
const DraftChoice = <Field extends WordField>({
  form: { draft, put },
  field,
  ...rest
}: { form: Props; field: Field } & Omit<
  ComponentProps<typeof Choice<RuleDraft[Field]>>,
  'value' | 'onChange'
>) => (
  <Choice<RuleDraft[Field]>
    {...rest}
    value={draft[field]}
    onChange={(value) => {
      put({ [field]: value });
    }}
  />
);

/** "When a deal enters … generate or send …" */
export const EntryFields = (props: Props) => {
  const { draft, put, view } = props;
  return (
    <>
      <DraftChoice
        form={props}
        field="stageId"
        name="rule-stage"
        label="When a deal enters"
        placeholder="Choose a stage"
        required
        options={withChosen(stagesOf(props), draft.stageId)}
      />
      <DraftChoice
        form={props}
        field="templateId"
        name="rule-template"
        label={draft.kind === 'send' ? 'Send its newest contract of' : 'Generate'}
        placeholder="Choose a template"
        required
        options={withChosen(templatesOf(view), draft.templateId)}
      />
      {draft.kind === 'send' ? (
        <DraftChoice
          form={props}
          field="sendFor"
          name="rule-send-for"
          label="For"
          options={[
            { value: 'review', label: 'Review' },
            { value: 'signature', label: 'Signature' },
          ]}
        />
      ) : (
        <>
          <DraftChoice
            form={props}
            field="ifOpen"
            name="rule-if-open"
            label="If one of this template is open on the deal"
            options={[
              { value: 'skip', label: 'Do nothing' },
              { value: 'reuse', label: 'Go on with that one' },
              { value: 'another', label: 'Make another one' },
            ]}
          />
          <DraftChoice
            form={props}
            field="send"
            name="rule-send"
            label="Then"
            options={[
              { value: 'no', label: 'Leave it as a draft' },
              { value: 'review', label: 'Send it for review' },
              { value: 'signature', label: 'Send it for signature' },
            ]}
          />
        </>
      )}
      {draft.kind === 'send' || draft.send !== 'no' ? (
        <Checkbox
          name="rule-despite-warnings"
          checked={draft.sendDespiteWarnings}
          description="Otherwise we ask on the deal first"
          onChange={(sendDespiteWarnings) => {
            put({ sendDespiteWarnings });
          }}
        >
          Send even if there are warnings
        </Checkbox>
      ) : null}
    </>
  );
};

/** "When a set is … move the deal to …", with its guards. */
export const MoveFields = (props: Props & { openSets: () => void }) => {
  const { draft, put, view, openSets } = props;
  return (
    <>
      {view.sets.length > 0 ? null : (
        <Alert title="There is no contract set yet" variant="info">
          <Column gap="xs">
            A set names the contracts that count together, such as an order form with its DPA.
            <SmallButton onClick={openSets}>Make a set</SmallButton>
          </Column>
        </Alert>
      )}
      <DraftChoice
        form={props}
        field="setId"
        name="rule-set"
        label="When the set"
        placeholder="Choose a contract set"
        required
        options={withChosen(
          view.sets.map(({ id, content }) => ({ value: id, label: content.name })),
          draft.setId,
        )}
      />
      <DraftChoice
        form={props}
        field="when"
        name="rule-when"
        label="Is"
        options={[
          { value: 'executed', label: 'Executed: all required contracts are signed' },
          { value: 'declined', label: 'Declined: somebody declined to sign' },
          { value: 'voided', label: 'Void: all contracts of a required template are void' },
        ]}
      />
      <DraftChoice
        form={props}
        field="toStageId"
        name="rule-to-stage"
        label="Move the deal to"
        placeholder="Choose a stage"
        required
        options={withChosen(stagesOf(props), draft.toStageId)}
      />
      <Checkbox
        name="rule-backward"
        checked={draft.allowBackward}
        description="Otherwise deals only move forward"
        onChange={(allowBackward) => {
          put({ allowBackward });
        }}
      >
        Allow moving to earlier stages
      </Checkbox>
      <Checkbox
        name="rule-from-closed"
        checked={draft.allowFromClosed}
        description="Else won and lost deals stay where they are"
        onChange={(allowFromClosed) => {
          put({ allowFromClosed });
        }}
      >
        Also out of closed stages
      </Checkbox>
    </>
  );
};

/** What becomes of open contracts when the deal goes another way. */
export const KeepFields = (props: Props) => {
  const { draft, put, view } = props;
  return (
    <>
      <DraftChoice
        form={props}
        field="turn"
        name="rule-turn"
        label="When a deal is"
        options={[
          { value: 'moved_back', label: 'Moved back to an earlier stage' },
          { value: 'lost', label: 'Lost' },
          { value: 'reopened', label: 'Reopened after it was closed' },
        ]}
      />
      <MultiSelect
        name="rule-templates"
        label="Its open contracts of"
        description="None chosen means of any template"
        value={draft.templateIds}
        options={templatesOf(view)}
        onChange={(ids) => {
          put({ templateIds: ids.map(String) });
        }}
      />
      <DraftChoice
        form={props}
        field="then"
        name="rule-then"
        label="Are"
        options={[
          { value: 'leave', label: 'Left as they are' },
          { value: 'ask_to_hold', label: 'To be put on hold: somebody does it in SpotDraft' },
          { value: 'ask_to_void', label: 'Voided, once somebody confirms' },
        ]}
        description="Each choice leaves a line in the contract’s timeline"
      />
    </>
  );
};
