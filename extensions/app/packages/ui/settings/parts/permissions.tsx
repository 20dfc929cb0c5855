import { Alert, Link, Text } from '@hubspot/ui-extensions';
import type { OverviewView } from '@dealdraft/wire/settings.ts';
import { Column } from '../../kit/layout.tsx';

type Props = { hubspot: OverviewView['hubspot'] };

/** Permissions that DealDraft began to ask for after this account was connected. */
export const ConsentNotice = ({ hubspot: { consentAgain } }: Props) =>
  consentAgain === null ? null : (
    <Alert title="Approve new permissions" variant="warning">
      <Column gap="xs">
        <Text>{consentAgain.text}</Text>
        {consentAgain.link === null ? (
          <Text>Ask the people who run DealDraft to add them to the app’s token.</Text>
        ) : (
          <Link href={{ url: consentAgain.link, external: true }}>Approve in HubSpot</Link>
        )}
      </Column>
    </Alert>
  );

/** What this account's subscription does not have, and what follows; only one feature where it is named. */
export const AbsentNotice = ({ hubspot: { absent }, scope }: Props & { scope?: string }) => (
  <>
    {absent
      .filter((each) => scope === undefined || each.scope === scope)
      .map((each) => (
        <Alert key={each.scope} title={`${each.feature} aren’t available in this account`} variant="info">
          <Text>{each.text}</Text>
        </Alert>
      ))}
  </>
);
