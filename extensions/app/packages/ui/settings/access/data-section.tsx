import { useState } from 'react';
import { Alert, Heading, LoadingButton, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { AccountView, ErasureReceipt, FileView } from '@dealdraft/wire/settings.ts';
import { readAddresses } from '../../kit/addresses.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useRead } from '../../kit/use-read.ts';
import { FileBox } from '../parts/file-box.tsx';
import { OverlayButton } from '../parts/overlay-button.tsx';
import { useSettings } from '../parts/settings-services.ts';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';

/** What is kept of the account: to take along, to forget a person, to delete all of it. */
export const DataSection = () => {
  const { call } = useSettings();
  const [view, read] = useRead<AccountView>(() => call('GET /api/settings/account'), []);
  return (
    <LoadedView loaded={view} label="Reading what is kept" retry={read}>
      {(account) => (
        <Column>
          <Heading>Export</Heading>
          <Text>
            Everything that DealDraft keeps of this account, without secrets, one JSON line per record.
          </Text>
          <Row>
            <OverlayButton id="export-account" label="Export data" title="Export data" kind="panel">
              {() => <Exported />}
            </OverlayButton>
          </Row>
          <ForgetForm changed={read} />
          <Receipts receipts={account.receipts} />
          <DeleteForm account={account} changed={read} />
        </Column>
      )}
    </LoadedView>
  );
};

const Exported = () => {
  const { call } = useSettings();
  const [file, read] = useRead<FileView>(() => call('POST /api/settings/account/export'), []);
  return (
    <LoadedView loaded={file} label="Preparing the file" retry={read}>
      {(view) => <FileBox file={view} />}
    </LoadedView>
  );
};

const ForgetForm = ({ changed }: { changed: () => void }) => {
  const { call, host } = useSettings();
  const [text, setText] = useState('');
  const [submission, submit] = useSubmission();
  const { valid, invalid } = readAddresses(text);
  const [email] = valid;
  return (
    <>
      <Heading>Erase a person</Heading>
      <Text>
        Erases a person from everything that DealDraft keeps. Contracts in SpotDraft and documents on deals
        stay. You can’t undo this. Contacts that you delete for privacy reasons in HubSpot are erased
        automatically.
      </Text>
      <TextField
        name="forget-email"
        label="Email address"
        value={text}
        fault={invalid.length === 0 ? null : `${invalid.join(', ')}: not an email address`}
        onChange={setText}
      />
      <Row>
        <LoadingButton
          size="sm"
          variant="destructive"
          loading={submission.state === 'sending'}
          disabled={email === undefined || valid.length > 1 || invalid.length > 0}
          onClick={() => {
            const body = { email: email ?? '' };
            void submit(body, () => call('POST /api/settings/account/forget', body)).then((answer) => {
              if (answer?.ok !== true) return;
              setText('');
              host.alert('success', 'The person is being erased.');
              changed();
            });
          }}
        >
          Erase
        </LoadingButton>
      </Row>
      <ErrorNotice error={submission.error} />
    </>
  );
};

const askedBy = { hubspot: 'HubSpot', admin: 'an admin', operator: 'the operator' } as const;

const Receipts = ({ receipts }: { receipts: readonly ErasureReceipt[] }) => {
  const { ago, exact } = useTimeWords();
  if (receipts.length === 0) return null;
  return (
    <ListTable columns={['Erased', 'Asked by', 'Result']}>
      {receipts.map(({ id, at, doneAt, rows, proofs, named, ...receipt }) => {
        const naming = Object.values(named).reduce((sum, count) => sum + count, 0);
        return (
          <TableRow key={id}>
            <TableCell>
              <Text>{ago(at)}</Text>
              <Small>{exact(at)}</Small>
            </TableCell>
            <TableCell>
              <Text>{askedBy[receipt.askedBy]}</Text>
            </TableCell>
            <TableCell>
              <Text>{doneAt === null ? 'In progress' : `${String(rows)} records changed`}</Text>
              {proofs === 0 ? null : <Small>Fingerprints kept of {proofs} executed contracts</Small>}
              {naming === 0 ? null : (
                <Small>
                  {naming} settings still name the person. Change them in the mapping, rule, or admin list
                </Small>
              )}
            </TableCell>
          </TableRow>
        );
      })}
    </ListTable>
  );
};

const DeleteForm = ({ account, changed }: { account: AccountView; changed: () => void }) => {
  const { call } = useSettings();
  const [text, setText] = useState('');
  const [submission, submit] = useSubmission();
  return (
    <>
      <Heading>Delete everything</Heading>
      <Text>
        {`Deletes ${String(account.contracts)} contract records, all mappings, rules, and settings, and uninstalls DealDraft from this account. Contracts in SpotDraft and documents on deals stay. If you uninstall DealDraft in HubSpot instead, everything is kept for ${String(account.keptDays)} days in case you return.`}
      </Text>
      {account.deleteAt === null ? null : <Alert title="Everything is being deleted" variant="warning" />}
      <TextField
        name="delete-confirm"
        label={`Account ID (${String(account.portalId)})`}
        description="Enter it to confirm"
        value={text}
        onChange={setText}
      />
      <Row>
        <LoadingButton
          size="sm"
          variant="destructive"
          loading={submission.state === 'sending'}
          disabled={text.trim() !== String(account.portalId)}
          onClick={() => {
            const body = { confirm: text };
            void submit(body, () => call('POST /api/settings/account/delete', body)).then((answer) => {
              if (answer?.ok === true) changed();
            });
          }}
        >
          Delete everything
        </LoadingButton>
      </Row>
      <ErrorNotice error={submission.error} />
    </>
  );
};
