import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import type { DealRecord, LinkedRecord } from '../../api/types.ts';
import { useData } from '../../shell/use-data.ts';
import { Button } from '../../stand-ins/actions/button.tsx';
import { Dropdown, DropdownButtonItem } from '../../stand-ins/actions/dropdown.tsx';
import { Link } from '../../stand-ins/actions/link.tsx';
import { Modal, ModalBody, ModalFooter } from '../../stand-ins/actions/overlays.tsx';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { Tag } from '../../stand-ins/content/tags.tsx';
import { useEnvironment } from '../../stand-ins/base/environment.tsx';
import { CardFrame } from './card-frame.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import type { DealPage } from './use-deal-page.ts';

type ObjectType = 'companies' | 'contacts';
type Props = { deal: DealRecord; page: DealPage; objectType: ObjectType };
const words = { companies: ['Companies', 'company'], contacts: ['Contacts', 'contact'] } as const;

/** The companies or contacts of the deal, with their labels. */
export const AssociationsCard = ({ deal, page, objectType }: Props) => {
  const records = deal[objectType];
  const [title, one] = words[objectType];
  const id = `add-${objectType}`;
  return (
    <CardFrame
      title={`${title} (${String(records.length)})`}
      action={
        <Link
          overlay={
            <Modal id={id} title={`Add ${one}`}>
              <AddAssociation id={id} deal={deal} page={page} objectType={objectType} />
            </Modal>
          }
        >
          + Add
        </Link>
      }
    >
      {records.length === 0 ? <p className="crm-quiet">{`No ${one} on this deal.`}</p> : null}
      {records.map((record) => (
        <AssociatedRecord key={record.id} record={record} deal={deal} page={page} objectType={objectType} />
      ))}
    </CardFrame>
  );
};

const details = (record: LinkedRecord): string[] =>
  ['domain', 'jobtitle', 'email', 'country']
    .map((name) => record.properties[name] ?? '')
    .filter((value) => value !== '')
    .slice(0, 2);

const AssociatedRecord = ({ record, deal, page, objectType }: Props & { record: LinkedRecord }) => {
  const address = { dealId: deal.id, objectType, toId: record.id };
  const labels = useData(`labels-${objectType}`, () => crm.labels(deal.portalId, objectType));
  const has = (typeId: number) => record.types.some((type) => type.typeId === typeId);
  const named = record.types.filter(({ label }) => label !== null && label !== '');
  const choices = (labels.value ?? []).filter(({ label }) => label !== null && label !== '');
  return (
    <div className="crm-linked" data-record={record.id}>
      <div className="crm-linked__head">
        <strong>{record.name}</strong>
        <Dropdown variant="transparent" buttonSize="xs" buttonText="Actions">
          {choices.map(({ typeId, label }) => (
            <DropdownButtonItem
              key={typeId}
              onClick={() => {
                const act = () =>
                  has(typeId)
                    ? crm.dissociate(deal.portalId, address, [typeId])
                    : crm.associate(deal.portalId, address, [typeId]);
                void page.change(act);
              }}
            >
              {`${has(typeId) ? 'Remove' : 'Add'} label “${label ?? ''}”`}
            </DropdownButtonItem>
          ))}
          <DropdownButtonItem overlay={<MergeDialog objectType={objectType} record={record} page={page} />}>
            Merge
          </DropdownButtonItem>
          <DropdownButtonItem
            onClick={() => {
              void page.change(() => crm.dissociate(deal.portalId, address));
            }}
          >
            Remove from deal
          </DropdownButtonItem>
        </Dropdown>
      </div>
      {named.length === 0 ? null : (
        <div className="hs-button-row">
          {named.map(({ typeId, label }) => (
            <Tag key={typeId} variant={label === 'Primary' ? 'info' : 'default'}>
              {label}
            </Tag>
          ))}
        </div>
      )}
      {details(record).map((text) => (
        <div key={text} className="crm-quiet">
          {text}
        </div>
      ))}
    </div>
  );
};

const AddAssociation = ({ id, deal, page, objectType }: Props & { id: string }) => {
  const { overlays } = useEnvironment();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState('');
  const [typeId, setTypeId] = useState('');
  const found = useData(`find-${objectType}-${search}`, () =>
    crm.searchRecords(deal.portalId, objectType, search),
  );
  const labels = useData(`labels-${objectType}`, () => crm.labels(deal.portalId, objectType));
  const add = async (): Promise<void> => {
    const address = { dealId: deal.id, objectType, toId: chosen };
    const types = typeId === '' ? [] : [Number(typeId)];
    if (await page.change(() => crm.associate(deal.portalId, address, types))) overlays.close(id);
  };
  return (
    <>
      <ModalBody>
        <Select
          label={`Existing ${words[objectType][1]}`}
          name="record"
          value={chosen}
          options={(found.value ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onInput={setSearch}
          onChange={(value) => {
            setChosen(String(value));
          }}
        />
        <Select
          label="Label"
          name="label"
          value={typeId}
          placeholder="No label"
          options={(labels.value ?? [])
            .filter(({ label }) => label !== null && label !== '')
            .map((one) => ({ value: String(one.typeId), label: one.label ?? '' }))}
          onChange={(value) => {
            setTypeId(String(value));
          }}
        />
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" disabled={chosen === ''} onClick={() => void add()}>
          Save
        </Button>
      </ModalFooter>
    </>
  );
};
