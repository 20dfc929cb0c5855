import { html } from './html.ts';
import type { Html } from './html.ts';
import type { DisplayStatus } from '../state/model.ts';

/** The labels of SpotDraft's own app. */
const statusLabels: Record<DisplayStatus, string> = {
  DRAFT: 'Draft',
  REDLINING: 'Redlining',
  SIGN: 'Signing',
  EXECUTED: 'Executed',
  ON_HOLD: 'On hold',
  VOIDED: 'Voided',
};

export const statusBadge = (status: DisplayStatus): Html =>
  html`<span class="badge badge-${status.toLowerCase()}">${statusLabels[status]}</span>`;

/** A moment for people, with the exact one on hover. */
export const moment = (stamp: string | null): Html =>
  stamp === null
    ? html`<span class="faint">not yet</span>`
    : html`<time datetime="${stamp}" title="${stamp}"
        >${stamp.slice(0, 10)} ${stamp.slice(11, 19)} UTC</time
      >`;

export const pageOf = (title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · SpotDraft sandbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <a class="brand" href="/">SpotDraft <span>sandbox</span></a>
          <p>Not the real service: everything here is made up, and nothing leaves this machine.</p>
        </header>
        <main id="main">${content}</main>
        <p id="announcement" class="announcement" role="status" aria-live="polite"></p>
        <script src="/assets/person.js" defer></script>
      </body>
    </html>`.text;
