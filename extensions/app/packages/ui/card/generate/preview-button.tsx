import { useEffect } from 'react';
import { Button, Flex, Link, Text } from '@hubspot/ui-extensions';
import type { PlanView, PreviewView } from '@dealdraft/wire/card.ts';
import { useCard } from '../base/card-services.ts';
import { ErrorNotice } from '../base/error-notice.tsx';
import { useLoaded } from '../../kit/use-loaded.ts';
import type { Generating } from './use-generate.ts';

const sameOrigin = (url: string, origin: string): boolean => {
  try {
    return new URL(url).origin === new URL(origin).origin;
  } catch {
    return false;
  }
};

/** SpotDraft's own PDF of these very values. HubSpot frames only addresses of ours; any other opens in a new tab. */
export const PreviewButton = ({ view, generating }: { view: PlanView; generating: Generating }) => {
  const { call, apiOrigin, dealId, host } = useCard();
  const [preview, load, reset] = useLoaded<PreviewView>();
  useEffect(reset, [reset, view.planHash]);
  const templateId = generating.template?.templateId;
  if (templateId === undefined) return null;
  const show = () => {
    void load(() =>
      call('POST /api/card/deals/:dealId/preview', {
        dealId,
        templateId,
        choices: { ...generating.choices },
      }),
    ).then((answer) => {
      if (answer.ok && sameOrigin(answer.data.url, apiOrigin)) {
        host.openFrame(answer.data.url, `Preview of ${generating.template?.name ?? 'the contract'}`);
      }
    });
  };
  const loading = preview.state === 'loading';
  return (
    <Flex direction="column" gap="xs" align="start">
      <Button size="sm" variant="secondary" disabled={loading} onClick={show}>
        {loading ? 'Creating the preview…' : 'Preview PDF'}
      </Button>
      {preview.value === null ? null : (
        <Text>
          <Link href={{ url: preview.value.url, external: true }}>Open the preview in a new tab</Link>
        </Text>
      )}
      {preview.error === null ? null : <ErrorNotice error={preview.error} onRetry={show} />}
    </Flex>
  );
};
