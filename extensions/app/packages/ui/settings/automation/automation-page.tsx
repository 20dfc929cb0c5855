import type { ReactNode } from 'react';
import { useState } from 'react';
import { Alert } from '@hubspot/ui-extensions';
import type { AutomationView } from '@dealdraft/wire/automation.ts';
import type { OverviewView } from '@dealdraft/wire/settings.ts';
import { SmallButton } from '../../kit/buttons.tsx';
import { InnerTabs } from '../../kit/inner-tabs.tsx';
import { Column } from '../../kit/layout.tsx';
import { LoadedView } from '../../kit/loaded-view.tsx';
import { AbsentNotice } from '../parts/permissions.tsx';
import { useRead } from '../../kit/use-read.ts';
import { useNavigation } from '../parts/place-context.ts';
import { useSettings } from '../parts/settings-services.ts';
import { ProgressSection } from './progress-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { RunsList } from './runs-list.tsx';
import { SetsSection } from './sets-section.tsx';
import { SimulatorSection } from './simulator-section.tsx';

const tabs = [
  { id: 'rules', title: 'Rules' },
  { id: 'sets', title: 'Contract sets' },
  { id: 'simulator', title: 'Simulator' },
  { id: 'progress', title: 'Progress' },
  { id: 'runs', title: 'Workflow runs' },
] as const;
type Part = (typeof tabs)[number]['id'];

/** Rules between deals and contracts, in both directions, and what they are doing. */
export const AutomationPage = ({ hubspot }: { hubspot: OverviewView['hubspot'] }) => {
  const { refresh } = useNavigation();
  const [part, setPart] = useState<Part>('rules');
  const open = (next: Part) => {
    setPart(next);
    refresh();
  };
  return (
    <InnerTabs tabs={tabs} open={part} onOpen={open}>
      <AbsentNotice hubspot={hubspot} scope="automation" />
      {part === 'rules' || part === 'sets' ? (
        <Configured
          show={(view, changed) =>
            part === 'sets' ? (
              <SetsSection view={view} changed={changed} />
            ) : (
              <RulesSection
                view={view}
                changed={changed}
                openSets={() => {
                  open('sets');
                }}
              />
            )
          }
        />
      ) : null}
      {part === 'simulator' ? <SimulatorSection /> : null}
      {part === 'progress' ? <ProgressSection /> : null}
      {part === 'runs' ? <RunsList /> : null}
    </InnerTabs>
  );
};

/** What the admin set up, read when it is looked at and again after each change. */
const Configured = ({ show }: { show: (view: AutomationView, changed: () => void) => ReactNode }) => {
  const { call } = useSettings();
  const [view, read] = useRead<AutomationView>(() => call('GET /api/settings/automation', {}, 'vendor'), []);
  return (
    <LoadedView loaded={view} label="Reading the rules" retry={read}>
      {(value) => (
        <Column>
          {value.pipelinesMessage === null ? null : (
            <Alert title="The stages could not be read from HubSpot" variant="warning">
              <Column gap="xs">
                {value.pipelinesMessage}
                <SmallButton onClick={read}>Read them again</SmallButton>
              </Column>
            </Alert>
          )}
          {show(value, read)}
        </Column>
      )}
    </LoadedView>
  );
};
