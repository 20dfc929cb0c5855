import { useState } from 'react';
import { Alert, EmptyState, MultiSelect, Text, Tile } from '@hubspot/ui-extensions';
import type { AutomationView, ContractSet } from '@dealdraft/wire/automation.ts';
import { listNames } from '../../format/plural.ts';
import { Column, Row, Small, Strong } from '../../kit/layout.tsx';
import { ModalForm } from '../parts/modal-form.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';

type SetView = AutomationView['sets'][number];
type Props = { view: AutomationView; changed: () => void };

const MOST = 20;

const nameOf = (view: AutomationView, id: number): string =>
  view.templates.find(({ templateId }) => templateId === id)?.name ?? `Template ${String(id)} (gone)`;

/** Contracts that count together. A deal moves when all that are required are executed. */
export const SetsSection = ({ view, changed }: Props) => (
  <Column>
    <Text>
      A contract set names the contracts that count together, such as “Order form and DPA”. It is executed
      when every required one is. A set of nothing but non-disclosure agreements never closes a deal.
    </Text>
    {view.sets.length === 0 ? (
      <EmptyState
        title="No contract set yet"
        layout="vertical"
        imageName="electronicSignature"
        imageWidth={120}
      >
        <Text>Make one, then add a rule that moves deals by it.</Text>
      </EmptyState>
    ) : null}
    {view.sets.map((set) => (
      <SetTile key={set.id} set={set} view={view} changed={changed} />
    ))}
    <Row>
      <OverlayButton id="add-set" label="Add a contract set" title="Add a contract set">
        {(close) => <SetForm start={{ name: '', members: [] }} view={view} changed={changed} close={close} />}
      </OverlayButton>
    </Row>
  </Column>
);

const SetTile = ({ set, view, changed }: Props & { set: SetView }) => {
  const { name, members } = set.content;
  const words = (required: boolean): string =>
    listNames(
      members
        .filter((member) => member.required === required)
        .map(({ templateId }) => nameOf(view, templateId)),
      MOST,
    );
  const optional = words(false);
  return (
    <Tile compact testId={`set-${set.id}`}>
      <Column gap="xs">
        <Strong>{name}</Strong>
        <Text>Required: {words(true) === '' ? 'nothing, so it is never executed' : words(true)}</Text>
        {optional === '' ? null : <Text>Belongs to it, not required: {optional}</Text>}
        <Small>
          {set.usedBy.length === 0 ? 'Not used by any rule' : `Used by ${listNames(set.usedBy)}.`}
        </Small>
        <Row gap="xs">
          <OverlayButton id={`edit-set-${set.id}`} label="Edit" title={name} size="xs">
            {(close) => (
              <SetForm id={set.id} start={set.content} view={view} changed={changed} close={close} />
            )}
          </OverlayButton>
          <OverlayButton
            id={`delete-set-${set.id}`}
            label="Delete"
            title={`Delete “${name}”`}
            size="xs"
            variant="transparent"
            danger
          >
            {(close) => <DeleteForm set={set} changed={changed} close={close} />}
          </OverlayButton>
        </Row>
      </Column>
    </Tile>
  );
};

type FormProps = Props & { id?: string; start: ContractSet; close: () => void };

const SetForm = ({ id, start, view, changed, close }: FormProps) => {
  const { call, host } = useSettings();
  const [name, setName] = useState(start.name);
  const [members, setMembers] = useState(start.members);
  const [submission, submit] = useSubmission();
  const required = members.filter((member) => member.required).map(({ templateId }) => templateId);
  const optional = members.filter((member) => !member.required).map(({ templateId }) => templateId);
  const known = [
    ...new Set([...view.templates.map(({ templateId }) => templateId), ...required, ...optional]),
  ];
  const options = known.map((templateId) => ({ value: templateId, label: nameOf(view, templateId) }));
  const choose = (ids: readonly (string | number | boolean)[], asRequired: boolean) => {
    const chosen = ids.map(Number);
    setMembers((was) => [
      ...was.filter(({ templateId, required: now }) => now !== asRequired && !chosen.includes(templateId)),
      ...chosen.map((templateId) => ({ templateId, required: asRequired })),
    ]);
  };
  const save = () => {
    const body = { ...(id === undefined ? {} : { id }), content: { name: name.trim(), members } };
    void submit(body, () => call('POST /api/settings/automation/sets', body)).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert('success', 'Saved.');
      close();
      changed();
    });
  };
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Save the set"
      canConfirm={name.trim() !== '' && members.length > 0 && members.length <= MOST}
      onConfirm={save}
      onCancel={close}
    >
      <TextField
        name="set-name"
        label="Name"
        placeholder="Order form and DPA"
        required
        value={name}
        onChange={setName}
      />
      <MultiSelect
        name="set-required"
        label="Required contracts"
        description="The set is executed when each of these has an executed contract on the deal"
        required
        value={required}
        options={options}
        onChange={(ids) => {
          choose(ids, true);
        }}
      />
      <MultiSelect
        name="set-optional"
        label="Belongs to it, not required"
        value={optional}
        options={options}
        onChange={(ids) => {
          choose(ids, false);
        }}
      />
      {members.length > 0 && required.length === 0 ? (
        <Alert title="Nothing is required" variant="warning">
          Such a set is never executed. Choose at least one required contract.
        </Alert>
      ) : null}
    </ModalForm>
  );
};

const DeleteForm = ({ set, changed, close }: { set: SetView; changed: () => void; close: () => void }) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <ModalForm
      submission={submission}
      confirmLabel="Delete this set"
      danger
      onCancel={close}
      onConfirm={() => {
        void submit('delete', () =>
          call('POST /api/settings/automation/sets/:setId/delete', { setId: set.id }),
        ).then((answer) => {
          if (answer?.ok !== true) return;
          host.alert('success', `“${set.content.name}” was deleted.`);
          close();
          changed();
        });
      }}
    >
      <Text>
        {set.usedBy.length === 0
          ? 'Not used by any rule Contracts are not touched.'
          : `${listNames(set.usedBy)} goes by it; change or delete that first.`}
      </Text>
    </ModalForm>
  );
};
