import { useState } from 'react';
import { Alert, Heading, Link, LoadingButton, LoadingSpinner, Select, Text } from '@hubspot/ui-extensions';
import { PlainButton } from '../../kit/buttons.tsx';
import { Column, Row, Small } from '../../kit/layout.tsx';
import type { PlanLink } from '@dealdraft/wire/plan.ts';
import type { TryView } from '@dealdraft/wire/settings.ts';
import { useLoaded } from '../../kit/use-loaded.ts';
import { count, listNames } from '../../format/plural.ts';
import { recordUrl } from '../../format/record-link.ts';
import type { PickView } from '../../format/read-plan.ts';
import { blockersOf, mergePicks, picksOf } from '../../format/read-plan.ts';
import { ErrorNotice } from '../../kit/error-notice.tsx';
import { useSubmission } from '../parts/use-submission.ts';
import { useSettings } from '../parts/settings-services.ts';
import { complete } from '../draft/complete.ts';
import { labeled } from '../../kit/labeled.ts';
import type { WithStore } from '../draft/with-store.ts';
import type { ChosenDeal } from '../parts/deal-picker.tsx';
import { DealPicker } from '../parts/deal-picker.tsx';
import { PlanTable } from './plan-table.tsx';

/** The plan of one deal, as the seller would see it, and SpotDraft's own document. */
export const TryOneDeal = ({ of, store }: WithStore) => {
  const { call } = useSettings();
  const [deal, setDeal] = useState<ChosenDeal | null>(null);
  const [choices, setChoices] = useState<Record<string, string>>({});
  const [answered, setAnswered] = useState<PickView[]>([]);
  const [tried, load] = useLoaded<TryView>();

  const content = () => {
    const now = store.draft().content;
    return complete(now, now).content;
  };
  const run = (chosen: ChosenDeal, picked: Record<string, string>) => {
    void load(
      () =>
        call('POST /api/settings/templates/:workspaceId/:templateId/try', {
          ...of,
          content: content(),
          dealId: chosen.id,
          choices: picked,
        }),
      {
        keep: true,
      },
    );
  };
  const choose = (chosen: ChosenDeal | null) => {
    setDeal(chosen);
    setChoices({});
    setAnswered([]);
    if (chosen !== null) run(chosen, {});
  };
  const pick = (view: PickView, recordId: string) => {
    const next = { ...choices, [view.id]: recordId };
    setChoices(next);
    setAnswered((was) => mergePicks(was, [view]));
    if (deal !== null) run(deal, next);
  };
  const { value } = tried;
  return (
    <Column>
      <Column gap="flush">
        <Heading>On one deal</Heading>
        <Text>See what the draft makes of a deal. Nothing is written to HubSpot or SpotDraft.</Text>
      </Column>
      <DealPicker name="try-deal" label="Deal" value={deal} onChange={choose} />
      {deal !== null && value === null && tried.state === 'loading' ? (
        <LoadingSpinner label={`Reading ${deal.name}`} showLabel />
      ) : null}
      {tried.error === null || deal === null ? null : (
        <ErrorNotice
          error={tried.error}
          onRetry={() => {
            run(deal, choices);
          }}
        />
      )}
      {deal === null || value === null ? null : (
        <>
          <Verdict view={value} dealId={deal.id} />
          {mergePicks(answered, picksOf(value.plan)).map((each) => (
            <Select
              key={each.id}
              name={`try-pick-${each.id}`}
              label={each.message}
              description={`For ${listNames(each.waiting)}.`}
              placeholder="Choose one"
              value={choices[each.id] ?? ''}
              options={each.options}
              onChange={(recordId) => {
                pick(each, String(recordId));
              }}
            />
          ))}
          <Row gap="xs" align="start">
            <PreviewButton
              of={of}
              dealId={deal.id}
              choices={choices}
              content={content}
              blocked={value.plan.blockers > 0}
            />
            <PlainButton
              onClick={() => {
                run(deal, choices);
              }}
            >
              Try again
            </PlainButton>
          </Row>
          <PlanTable plan={value.plan} />
        </>
      )}
    </Column>
  );
};

const Verdict = ({ view, dealId }: { view: TryView; dealId: string }) => {
  const blockers = blockersOf(view.plan);
  return view.plan.blockers === 0 ? (
    <Alert title={`${view.dealName} is ready`} variant="success">
      <Text>Every value is there; this contract could be generated now.</Text>
    </Alert>
  ) : (
    <Alert title={`${view.dealName}: ${view.readiness.text}`} variant="warning">
      <Column gap="xs">
        {blockers.length === 0 ? null : (
          <Text>{count(blockers.length, 'value')} cannot be filled; the seller would see this:</Text>
        )}
        {blockers.map((blocker) => (
          <Text key={blocker.target}>
            {labeled(blocker.label, blocker.message)} <RecordLink link={blocker.link} dealId={dealId} />
          </Text>
        ))}
      </Column>
    </Alert>
  );
};

const RecordLink = ({ link, dealId }: { link: PlanLink | null | undefined; dealId: string }) => {
  const { hubspotOrigin, portalId } = useSettings();
  return link == null ? null : (
    <Link href={{ url: recordUrl(link, { hubspotOrigin, portalId, dealId }), external: true }}>
      Open the record
    </Link>
  );
};

type PreviewProps = {
  of: WithStore['of'];
  dealId: string;
  choices: Record<string, string>;
  content: () => ReturnType<typeof complete>['content'];
  blocked: boolean;
};

const PreviewButton = ({ of, dealId, choices, content, blocked }: PreviewProps) => {
  const { call, host } = useSettings();
  const [submission, submit] = useSubmission();
  const open = () => {
    void submit({ dealId, choices }, () =>
      call('POST /api/settings/templates/:workspaceId/:templateId/preview', {
        ...of,
        content: content(),
        dealId,
        choices,
      }),
    ).then((answer) => {
      if (answer?.ok === true) host.openFrame(answer.data.url, 'Preview of the document');
    });
  };
  return (
    <Column gap="xs" align="start">
      <LoadingButton
        size="sm"
        variant="primary"
        disabled={blocked}
        loading={submission.state === 'sending'}
        onClick={open}
      >
        Preview the document
      </LoadingButton>
      {blocked ? <Small>SpotDraft makes a preview once every required value is there.</Small> : null}
      <ErrorNotice error={submission.error} onRetry={open} />
    </Column>
  );
};
