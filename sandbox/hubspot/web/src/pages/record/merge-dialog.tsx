import { useState } from 'react';
import { crm } from '../../api/crm.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';
import { Button } from '../../stand-ins/actions/button.tsx';
import { useEnvironment } from '../../stand-ins/base/environment.tsx';
import { Modal, ModalBody, ModalFooter } from '../../stand-ins/actions/overlays.tsx';
import { Select } from '../../stand-ins/inputs/selects.tsx';
import { Text } from '../../stand-ins/content/text.tsx';
import type { DealPage } from './use-deal-page.ts';

export type Mergeable = {
  objectType: 'deals' | 'companies' | 'contacts';
  record: { id: string; name: string };
  page: DealPage;
  /** Given the id of the new record. */
  onMerged?: (id: string) => void;
};

const singular = { deals: 'deal', companies: 'company', contacts: 'contact' } as const;

const mergeDialogId = ({ objectType, record }: Pick<Mergeable, 'objectType' | 'record'>): string =>
  `merge-${objectType}-${record.id}`;

/** Merges a record with another one. The one that is open is the primary: its values win. */
export const MergeDialog = (props: Mergeable) => (
  <Modal id={mergeDialogId(props)} title={`Merge ${singular[props.objectType]}`}>
    <MergeForm {...props} />
  </Modal>
);

const MergeForm = (props: Mergeable) => {
  const { objectType, record, page, onMerged } = props;
  const { overlays } = useEnvironment();
  const { portal, user } = useSession();
  const { portalId } = portal;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState('');
  const found = useData(`merge-${objectType}-${search}`, () =>
    crm.searchRecords(portalId, objectType, search),
  );
  const one = singular[objectType];
  const merge = async (): Promise<void> => {
    let id = '';
    const merged = await page.change(async () => {
      const ids = { primaryObjectId: record.id, objectIdToMerge: chosen };
      ({ id } = await crm.mergeRecords(portalId, objectType, { userId: user.id, ...ids }));
    }, `The two ${objectType} were merged`);
    if (!merged) return;
    overlays.close(mergeDialogId(props));
    onMerged?.(id);
  };
  return (
    <>
      <ModalBody>
        <Text>
          {`The values of “${record.name}” are kept, and those that only the other ${one} has are added. A merge makes a new record and can't be undone.`}
        </Text>
        <Select
          label={`Merge with this ${one}`}
          name="record"
          value={chosen}
          options={(found.value ?? [])
            .filter(({ id }) => id !== record.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
          onInput={setSearch}
          onChange={(value) => {
            setChosen(String(value));
          }}
        />
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" disabled={chosen === ''} onClick={() => void merge()}>
          Merge
        </Button>
      </ModalFooter>
    </>
  );
};
