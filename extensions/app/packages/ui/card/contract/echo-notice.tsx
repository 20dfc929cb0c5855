import {
  Alert,
  DescriptionList,
  DescriptionListItem,
  Flex,
  LoadingSpinner,
  Text,
} from '@hubspot/ui-extensions';
import type { EchoView } from '@dealdraft/wire/card.ts';
import { count } from '../../format/plural.ts';
import { exactTime } from '../../format/time.ts';
import { useCard } from '../base/card-services.ts';

/** Whether SpotDraft stored what was sent: a dropped or altered value is named. */
export const EchoNotice = ({ echo }: { echo: EchoView }) => {
  const { locale, width } = useCard();
  switch (echo.state) {
    case 'pending':
      return width === 'narrow' ? null : (
        <LoadingSpinner label="Comparing what SpotDraft stored with what was sent" showLabel size="xs" />
      );
    case 'same':
      return width === 'narrow' ? null : (
        <Text variant="microcopy">
          Values confirmed in SpotDraft · checked {exactTime(echo.checkedAt, locale)}
        </Text>
      );
    case 'unavailable':
      return width === 'narrow' ? null : (
        <Text variant="microcopy">What SpotDraft stored could not be compared: {echo.message}</Text>
      );
    case 'different':
      return (
        <Alert
          title={`SpotDraft stored ${count(echo.differences.length, 'value')} differently`}
          variant="warning"
        >
          <Flex direction="column" gap="sm">
            <DescriptionList direction={width === 'narrow' ? 'column' : 'row'}>
              {echo.differences.map((difference, index) => (
                <DescriptionListItem key={`${difference.label}-${String(index)}`} label={difference.label}>
                  <Text>
                    sent “{difference.sent}”, stored{' '}
                    {difference.stored === '' ? 'nothing' : `“${difference.stored}”`}
                  </Text>
                </DescriptionListItem>
              ))}
            </DescriptionList>
            <Text>Check these places in the contract before you send it.</Text>
          </Flex>
        </Alert>
      );
  }
};
