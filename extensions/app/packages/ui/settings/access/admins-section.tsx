import { useCallback, useEffect, useState } from 'react';
import { LoadingButton, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import { QuietButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { AccessView, ChangeAdmins } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { readAddresses } from '../../kit/addresses.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { ListTable } from '../../kit/list-table.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { TextField } from '../../kit/text-field.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useTimeWords } from '../parts/use-time-words.ts';
import { useSettings } from '../parts/settings-services.ts';

/** Who may open these settings; the last one stays. */
export const AdminsSection = () => {
  const { call } = useSettings();
  const { ago } = useTimeWords();
  const [text, setText] = useState('');
  const [access, load] = useLoaded<AccessView>();
  const [submission, submit] = useSubmission();
  const read = useCallback(
    () => void load(() => call('GET /api/settings/access'), { keep: true }),
    [call, load],
  );
  useEffect(read, [read]);
  const { valid, invalid } = readAddresses(text);
  const change = (body: ChangeAdmins) => {
    void submit(body, () => call('POST /api/settings/access/admins', body)).then((answer) => {
      if (answer?.ok !== true) return;
      setText('');
      void load(() => Promise.resolve(answer));
    });
  };
  const sending = submission.state === 'sending';
  return (
    <LoadedView loaded={access} label="Reading the admins" retry={read}>
      {(view) => (
        <Column>
          <Text>Only the people listed here see and change these settings.</Text>
          <ListTable columns={['Admin', 'Added', { title: 'Action', width: 'min' }]}>
            {view.admins.map((admin) => (
              <TableRow key={admin.email}>
                <TableCell>
                  <Text>{admin.email}</Text>
                  {admin.email === view.caller.email ? <Small>you</Small> : null}
                </TableCell>
                <TableCell>
                  <Small>
                    {admin.addedAt === null ? '–' : ago(admin.addedAt)}
                    {admin.addedBy === null ? '' : ` by ${admin.addedBy}`}
                  </Small>
                </TableCell>
                <TableCell>
                  <QuietButton
                    disabled={sending || view.admins.length === 1}
                    onClick={() => {
                      change({ remove: [admin.email] });
                    }}
                  >
                    Remove
                  </QuietButton>
                </TableCell>
              </TableRow>
            ))}
          </ListTable>
          {view.admins.length === 1 ? (
            <Small>The last admin cannot be removed: add another one first.</Small>
          ) : null}
          <TextField
            name="new-admins"
            label="Add admins"
            description="Email addresses of HubSpot users, separated by commas"
            value={text}
            fault={invalid.length === 0 ? null : `${invalid.join(', ')}: not an email address`}
            onChange={setText}
          />
          <Row>
            <LoadingButton
              size="sm"
              variant="primary"
              loading={sending}
              disabled={valid.length === 0 || invalid.length > 0}
              onClick={() => {
                change({ add: valid });
              }}
            >
              Add
            </LoadingButton>
          </Row>
          <ErrorNotice error={submission.error} />
        </Column>
      )}
    </LoadedView>
  );
};
