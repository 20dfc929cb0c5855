import type { Enrolment, EnrolmentState, WorkflowAction } from '../../api/types.ts';
import { formatValue } from '../../host/format-value.ts';
import { PlainLink } from '../../shell/plain-link.tsx';
import { addressOf } from '../../shell/routes.ts';
import { placeOf, useSession } from '../../shell/session.tsx';
import { Accordion } from '../../stand-ins/content/accordion.tsx';
import { Alert } from '../../stand-ins/content/feedback.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '../../stand-ins/content/table.tsx';
import { StatusTag } from '../../stand-ins/content/tags.tsx';
import { actionName } from './action-words.ts';

const looks: Record<
  EnrolmentState,
  { label: string; variant: 'info' | 'warning' | 'success' | 'danger' | 'default' }
> = {
  RUNNING: { label: 'Running', variant: 'info' },
  WAITING: { label: 'Waiting', variant: 'warning' },
  SUCCEEDED: { label: 'Succeeded', variant: 'success' },
  FAILED: { label: 'Failed', variant: 'danger' },
  EXPIRED: { label: 'Expired', variant: 'default' },
};

type Props = { enrolments: Enrolment[]; actions: WorkflowAction[]; failure: string | null };

/** Each run with its state, its calls to the app and what the app gave back. */
export const EnrolmentTable = ({ enrolments, actions, failure }: Props) => {
  const session = useSession();
  const when = (text: string) => formatValue(text, { type: 'datetime', options: [] }, placeOf(session));
  if (failure !== null) {
    return (
      <Alert title="The runs cannot be shown" variant="danger">
        {failure}
      </Alert>
    );
  }
  if (enrolments.length === 0) return <p className="crm-quiet">No action has run yet.</p>;
  return (
    <Table>
      <TableHead>
        <TableRow>
          <TableHeader>Action</TableHeader>
          <TableHeader>Deal</TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader>Started</TableHeader>
          <TableHeader>Details</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {enrolments.map((one) => {
          const action = actions.find(({ actionUrl }) => actionUrl === one.actionUrl);
          return (
            <TableRow key={one.id}>
              <TableCell>{action === undefined ? one.actionUrl : actionName(action)}</TableCell>
              <TableCell>
                <PlainLink to={addressOf.deal(session.portal.portalId, one.dealId)}>{one.dealId}</PlainLink>
              </TableCell>
              <TableCell>
                <StatusTag variant={looks[one.state].variant}>{looks[one.state].label}</StatusTag>
              </TableCell>
              <TableCell>{when(one.startedAt)}</TableCell>
              <TableCell>
                <RunDetails run={one} when={when} />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
};

const RunDetails = ({ run, when }: { run: Enrolment; when: (text: string) => string }) => (
  <Accordion title={run.attempts.length === 1 ? '1 call' : `${String(run.attempts.length)} calls`} size="xs">
    <ul className="hs-list hs-list--unordered">
      {run.attempts.map(({ at, status, error }) => (
        <li
          key={at}
        >{`${when(at)}: ${status === null ? 'no answer' : String(status)}${error === null ? '' : ` (${error})`}`}</li>
      ))}
      {Object.entries(run.outputFields).map(([name, value]) => (
        <li key={name}>
          <strong>{name}</strong> {String(value)}
        </li>
      ))}
    </ul>
  </Accordion>
);
