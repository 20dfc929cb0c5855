import { Component } from 'react';
import type { ReactNode } from 'react';
import type { CrashReport } from './protocol.ts';

type Props = { report: (crash: CrashReport) => void; children: ReactNode };

/** A render error ends the card, as in HubSpot: the page then shows its own message in the card's place. */
export class CrashBoundary extends Component<Props, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.report(toReport(error));
  }

  override render(): ReactNode {
    return this.state.crashed ? null : this.props.children;
  }
}

export const toReport = (error: unknown): CrashReport =>
  error instanceof Error
    ? { message: error.message, stack: error.stack ?? '' }
    : { message: String(error), stack: '' };
