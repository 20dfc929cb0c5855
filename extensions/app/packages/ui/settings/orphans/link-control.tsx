import { LoadingButton } from '@hubspot/ui-extensions';
import { QuietButton } from '../../kit/buttons.tsx';
import { Column } from '../../kit/layout.tsx';
import type { OrphanDismissRequest, OrphanLinkRequest } from '@dealdraft/wire/settings.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';

type LinkProps = { label: string; wish: OrphanLinkRequest; done: () => void };

/** Joins a contract with a deal, as somebody on the deal's card could. */
export const LinkControl = ({ label, wish, done }: LinkProps) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  const link = () => {
    void submit(wish, () => call('POST /api/settings/orphans/link', wish)).then((answer) => {
      if (answer?.ok !== true) return;
      host.alert('success', 'Linked. Its status is on the deal in a moment.');
      done();
    });
  };
  return (
    <Column gap="xs">
      <LoadingButton size="xs" variant="secondary" loading={submission.state === 'sending'} onClick={link}>
        {label}
      </LoadingButton>
      <ErrorNotice error={submission.error} onRetry={link} />
    </Column>
  );
};

/** Says that something is meant to stand alone; later searches leave it out. */
export const DismissControl = ({ wish, done }: { wish: OrphanDismissRequest; done: () => void }) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  return (
    <QuietButton
      disabled={submission.state === 'sending'}
      onClick={() => {
        void submit(wish, () => call('POST /api/settings/orphans/dismiss', wish)).then((answer) => {
          if (answer === null) return;
          if (!answer.ok) host.alert('danger', answer.error.message);
          done();
        });
      }}
    >
      Leave it alone
    </QuietButton>
  );
};
