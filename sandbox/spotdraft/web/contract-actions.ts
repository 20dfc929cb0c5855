import { blocksSending, blocksSignature, isLegal } from '../lifecycle/rules.ts';
import type { Contract } from '../state/model.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

interface Choice {
  id: string;
  label: string;
  action: string;
  /** More of the act, sent along. */
  values?: Record<string, string | number>;
  quiet?: boolean;
}

/** What legal and the counterparty can do now, as buttons; each names what it does and to whom. */
export function contractActions(contract: Contract): Html {
  const buttons = choicesFor(contract).map(
    (one) =>
      html`<form data-act="${JSON.stringify({ action: one.action, ...one.values })}">
        <button id="act-${one.id}" class="${one.quiet ? 'quiet' : ''}">${one.label}</button>
      </form>`,
  );
  return html`<section class="panel">
    <h2>What happens next</h2>
    ${waitingFor(contract)}
    <div class="buttons">${buttons}</div>
    ${isLegal('editData', contract) && contract.templateId !== null && editForm()}
    ${
      isLegal('void', contract) &&
      html`<form class="stack" data-act='{"action":"void"}'>
        <label for="void-note">Reason for voiding</label>
        <div class="inline">
          <input id="void-note" name="note" required /><button id="act-void" class="danger">
            Void contract
          </button>
        </div>
      </form>`
    }
    <form class="stack" data-act='{"action":"comment"}'>
      <label for="comment">Comment</label>
      <div class="inline">
        <input id="comment" name="comment" required /><button id="act-comment" class="quiet">
          Add comment
        </button>
      </div>
    </form>
  </section>`;
}

function choicesFor(contract: Contract): Choice[] {
  const choices: Choice[] = [];
  const add = (possible: boolean, choice: Choice): void => void (possible && choices.push(choice));
  const open = contract.signatories.filter((one) => one.action === null && one.sentAt !== null);
  if (isLegal('decideApproval', contract)) {
    for (const one of contract.approvals.filter(
      (approval) => approval.status !== 'APPROVED' && approval.status !== 'SKIPPED',
    )) {
      choices.push({
        id: `approve-${one.id}`,
        label: `Approve “${one.name}”`,
        action: 'approve',
        values: { approvalId: one.id },
      });
      choices.push({
        id: `reject-${one.id}`,
        label: 'Reject',
        action: 'reject',
        values: { approvalId: one.id },
        quiet: true,
      });
    }
  }
  add(contract.status === 'DRAFT' && !blocksSending(contract), {
    id: 'send',
    label: 'Send to counterparty',
    action: 'send',
  });
  add(isLegal('reviewComplete', contract) && contract.reviewCompletedAt === null, {
    id: 'review',
    label: 'Complete review (as counterparty)',
    action: 'review-complete',
  });
  add(isLegal('mark', contract) && !blocksSignature(contract), {
    id: 'mark',
    label: 'Send for signature',
    action: 'mark',
    quiet: true,
  });
  if (isLegal('sign', contract)) {
    for (const one of open) {
      choices.push({
        id: `sign-${one.id}`,
        label: `Sign as ${one.name}`,
        action: 'sign',
        values: { email: one.email },
      });
      choices.push({
        id: `decline-${one.id}`,
        label: `Decline as ${one.name}`,
        action: 'decline',
        values: { email: one.email },
        quiet: true,
      });
    }
  }
  add(contract.status === 'REDLINING' || contract.status === 'SIGN', {
    id: 'open',
    label: 'Open the email (as counterparty)',
    action: 'email-opened',
    quiet: true,
  });
  add(isLegal('unmark', contract), {
    id: 'unmark',
    label: 'Take back from signature',
    action: 'unmark',
    quiet: true,
  });
  add(isLegal('hold', contract), { id: 'hold', label: 'Put on hold', action: 'hold', quiet: true });
  add(isLegal('resume', contract), { id: 'resume', label: 'Resume', action: 'resume' });
  return choices;
}

function waitingFor(contract: Contract): Html {
  switch (contract.status) {
    case 'DRAFT':
      return html`<p>
        A draft.
        ${blocksSending(contract) ? 'It can be sent once it is approved.' : 'Nobody outside has seen it yet.'}
      </p>`;
    case 'REDLINING':
      return html`<p>
        ${blocksSignature(contract) ? 'Approval is needed before signature.' : 'The counterparty is reviewing.'}
      </p>`;
    case 'SIGN':
      return html`<p>
        ${contract.signatories.some((one) => one.action?.signed === false) ? 'A signatory has declined: take it back or void it.' : 'Out for signature.'}
      </p>`;
    case 'EXECUTED':
      return html`<p>Signed by everyone. Nothing can change it now.</p>`;
    case 'ON_HOLD':
      return html`<p>On hold: answers are locked until it is resumed.</p>`;
    case 'VOIDED':
      return html`<p>Voided${contract.voidNote !== null && `: ${contract.voidNote}`}.</p>`;
  }
}

const editForm = (): Html =>
  html`<form class="stack" data-edit>
    <label for="edit-key">Change an answer</label>
    <select id="edit-key" name="key" data-answers></select>
    <label for="edit-value">New value</label>
    <div class="inline">
      <input id="edit-value" name="value" aria-describedby="edit-help" required /><button
        id="act-edit"
        class="quiet"
      >
        Save answer
      </button>
    </div>
    <p id="edit-help" class="faint">Text, number, true or false; money and other compound answers as JSON.</p>
  </form>`;
