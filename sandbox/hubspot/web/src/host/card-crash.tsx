import { Component } from 'react';
import type { ReactNode } from 'react';
import { Accordion } from '../stand-ins/content/accordion.tsx';
import { Button } from '../stand-ins/actions/button.tsx';
import { ErrorState } from '../stand-ins/content/feedback.tsx';
import type { CrashReport } from '../worker/protocol.ts';

/** What HubSpot shows in a card's place after a crash, with the details a developer needs. */
export const CardCrash = ({ report, restart }: { report: CrashReport; restart: () => void }) => (
  <div className="hs-crash">
    <ErrorState title="Something went wrong">
      <p>This card ran into an error and was stopped.</p>
      <Button size="sm" onClick={restart}>
        Reload card
      </Button>
    </ErrorState>
    <Accordion title="Details" size="xs">
      <pre className="hs-crash__details" tabIndex={0}>
        {report.stack.includes(report.message) ? report.stack : `${report.message}\n${report.stack}`}
      </pre>
    </Accordion>
  </div>
);

type Props = { report: (crash: CrashReport) => void; children: ReactNode };

/** Catches what goes wrong on the page's side: a component that HubSpot does not have, props it cannot draw. */
export class HostBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: Error): void {
    this.props.report({ message: error.message, stack: error.stack ?? '' });
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
