import { useCallback, useEffect } from 'react';
import { EmptyState, ErrorState, LoadingButton, Text } from '@hubspot/ui-extensions';
import { PlainButton } from '../kit/buttons.tsx';
import { Column, Row } from '../kit/layout.tsx';
import type { AccessView } from '@dealdraft/wire/settings.ts';
import { listNames } from '../format/plural.ts';
import { useLoaded } from '../kit/use-loaded.ts';
import { ErrorNotice } from '../kit/error-notice.tsx';
import { LoadedView } from '../kit/loaded-view.tsx';
import { useSubmission } from './parts/use-submission.ts';
import { SettingsPage } from './settings-page.tsx';
import { useSettings } from './parts/settings-services.ts';

/** Lets admins in. Everybody else learns whom to ask; the first one may become the admin. */
export const SettingsGate = () => {
  const { call } = useSettings();
  const [access, load] = useLoaded<AccessView>();
  const read = useCallback(() => void load(() => call('GET /api/settings/access')), [call, load]);
  useEffect(read, [read]);
  return (
    <LoadedView loaded={access} label="Opening the settings" retry={read}>
      {(view) =>
        view.caller.isAdmin ? (
          <SettingsPage />
        ) : view.canClaim ? (
          <Claim done={read} />
        ) : (
          <NotAdmin view={view} retry={read} />
        )
      }
    </LoadedView>
  );
};

const Claim = ({ done }: { done: () => void }) => {
  const { call, userEmail } = useSettings();
  const [submission, submit] = useSubmission();
  const claim = () => {
    void submit('claim', () => call('POST /api/settings/access/claim')).then((answer) => {
      if (answer?.ok === true) done();
    });
  };
  return (
    <EmptyState title="Set up DealDraft" imageName="integrations" layout="horizontal">
      <Column gap="sm">
        <Text>
          DealDraft doesn’t have an admin yet. Become the admin ({userEmail}), connect SpotDraft, and map your
          first template. It takes about five minutes, and you can add more admins later.
        </Text>
        <Row>
          <LoadingButton variant="primary" loading={submission.state === 'sending'} onClick={claim}>
            Become admin and get started
          </LoadingButton>
        </Row>
        <ErrorNotice error={submission.error} onRetry={claim} />
      </Column>
    </EmptyState>
  );
};

const NotAdmin = ({ view, retry }: { view: AccessView; retry: () => void }) => (
  <ErrorState title="Only admins of DealDraft see its settings" type="lock">
    <Column gap="sm">
      <Text>
        {`Ask ${listNames(view.admins.map(({ email }) => email))} to do it, or to add you (${view.caller.email}) under Access and audit.`}
      </Text>
      <Text>Making and following contracts on deals works without this.</Text>
      <Row justify="center">
        <PlainButton onClick={retry}>Check again</PlainButton>
      </Row>
    </Column>
  </ErrorState>
);
