import { userById, workspaceOf } from '../state/core.ts';
import type { Core } from '../state/core.ts';
import type { Contract } from '../state/model.ts';
import { valueText } from '../pdf/blocks.ts';
import { isAsked } from '../validate/contract-data.ts';
import { dataFields } from '../validate/data-fields.ts';
import type { DataField } from '../validate/data-fields.ts';
import { contractActions } from './contract-actions.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { moment, statusBadge } from './layout.ts';

/** All that a person sees and does about one contract; the page's script replaces it when the stamp changes. */
export function contractContent(core: Core, contract: Contract): Html {
  const workspace = workspaceOf(core, contract);
  const type = workspace.contractTypes.find((one) => one.id === contract.contractTypeId);
  return html`<div data-live data-stamp="${contract.updatedAt}" data-contract="${contract.id}">
    <p class="crumbs"><a href="/">${workspace.title}</a> / ${contract.referenceId}</p>
    <div class="title">
      <h1>${contract.name}</h1>
      ${statusBadge(contract.status)}
    </div>
    <p class="faint">
      ${type?.name ?? ''} · T-${contract.id} · created ${moment(contract.createdAt)} ·
      <a href="/contracts/v2/${contract.id}/file.pdf">Download PDF</a>
    </p>
    <div class="columns">
      <div>${dataPanel(core, contract)} ${tablePanels(core, contract)} ${timelinePanel(contract)}</div>
      <div>
        ${contractActions(contract)} ${signatoriesPanel(contract)} ${approvalsPanel(core, contract)}
        ${partiesPanel(core, contract)}
      </div>
    </div>
  </div>`;
}

const fieldsOf = (core: Core, contract: Contract): DataField[] =>
  dataFields(
    workspaceOf(core, contract).templates.find((one) => one.id === contract.templateId)?.attributes ?? [],
  );

function dataPanel(core: Core, contract: Contract): Html {
  const fields = fieldsOf(core, contract).filter((field) => field.kind !== 'repeating');
  const conditions =
    workspaceOf(core, contract).templates.find((one) => one.id === contract.templateId)?.conditions ?? [];
  const rows = fields.map((field) => {
    const value = contract.data[field.key];
    const asked = isAsked(conditions, field.key, contract.data);
    const text = value === undefined || value === null ? null : valueText(field, value);
    return html`<tr>
      <th scope="row">${field.label}</th>
      <td>
        ${text ?? html`<span class="faint">no answer</span>`}${!asked && text !== null && html` <span class="faint">(hidden question)</span>`}
      </td>
    </tr>`;
  });
  if (rows.length === 0)
    return html`<section class="panel">
      <h2>Contract data</h2>
      <p>An uploaded contract has a file and no answers.</p>
    </section>`;
  return html`<section class="panel">
    <h2>Contract data</h2>
    <table class="facts">
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function tablePanels(core: Core, contract: Contract): Html[] {
  return fieldsOf(core, contract).flatMap((field) => {
    const rows = contract.data[field.key];
    if (field.kind !== 'repeating' || !Array.isArray(rows) || rows.length === 0) return [];
    const columns = dataFields(field.attribute.attributes ?? []);
    const cells = rows.map((row) => {
      const answers = typeof row === 'object' && row !== null && !Array.isArray(row) ? row : {};
      return html`<tr>
        ${columns.map((column) => html`<td>${answers[column.key] == null ? '' : valueText(column, answers[column.key] ?? null)}</td>`)}
      </tr>`;
    });
    return [
      html`<section class="panel">
        <h2>${field.label} <span class="faint">${rows.length}</span></h2>
        <div class="scroll" tabindex="0" role="region" aria-label="${field.label}">
          <table class="rows">
            <thead>
              <tr>
                ${columns.map((column) => html`<th scope="col">${column.label}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${cells}
            </tbody>
          </table>
        </div>
      </section>`,
    ];
  });
}

function timelinePanel(contract: Contract): Html {
  const entries = contract.timeline
    .toReversed()
    .map(
      (one) =>
        html`<li>
          ${moment(one.at)} <strong>${one.activity.toLowerCase().replaceAll('_', ' ')}</strong>
          <span class="faint">${one.by.name}</span>${one.note && html`<br />${one.note}`}
        </li>`,
    );
  const comments = contract.comments.map(
    (one) => html`<li>${moment(one.createdAt)} ${one.comment} <span class="faint">${one.by}</span></li>`,
  );
  return html`<section class="panel">
    <h2>Timeline</h2>
    <ol class="timeline">
      ${entries}
    </ol>
    ${
      comments.length > 0 &&
      html`<h3>Comments</h3>
        <ul class="timeline">
          ${comments}
        </ul>`
    }
  </section>`;
}

function signatoriesPanel(contract: Contract): Html {
  const state = (one: Contract['signatories'][number]): Html => {
    if (one.action) return html`${one.action.signed ? 'Signed' : 'Declined'} ${moment(one.action.at)}`;
    return one.sentAt === null
      ? html`<span class="faint">not asked yet</span>`
      : html`Asked ${moment(one.sentAt)}`;
  };
  const items = contract.signatories.map(
    (one) =>
      html`<li>
        <strong>${one.name}</strong>
        ${one.title !== '' && html`<span class="faint">${one.title}</span>`}<br />${one.email} ·
        ${one.isCounterparty ? 'counterparty' : 'our side'}<br />${state(one)}
      </li>`,
  );
  return html`<section class="panel">
    <h2>Signatories</h2>
    ${
      items.length > 0
        ? html`<ul class="plain">
            ${items}
          </ul>`
        : html`<p>None.</p>`
    }
  </section>`;
}

function approvalsPanel(core: Core, contract: Contract): Html {
  if (contract.approvals.length === 0) return html``;
  const items = contract.approvals.map((one) => {
    const approver = userById(workspaceOf(core, contract), one.approverId);
    return html`<li>
      <strong>${one.name}</strong><br />${approver?.name ?? ''} ·
      ${one.status.toLowerCase().replaceAll('_', ' ')}
    </li>`;
  });
  return html`<section class="panel">
    <h2>Approvals</h2>
    <ul class="plain">
      ${items}
    </ul>
  </section>`;
}

function partiesPanel(core: Core, contract: Contract): Html {
  const entity = workspaceOf(core, contract).entities.find((one) => one.id === contract.entityId);
  const parties = contract.parties.map(
    (one) =>
      html`<li>
        <strong>${one.name}</strong>
        <span class="faint">${one.organizationType ?? (one.isIndividual ? 'Individual' : '')}</span
        ><br />${one.contact.name}, ${one.contact.email}
      </li>`,
  );
  const link = contract.externalMetadata?.['id'];
  return html`<section class="panel">
    <h2>Parties</h2>
    <ul class="plain">
      <li><strong>${entity?.name ?? ''}</strong> <span class="faint">our side</span></li>
      ${parties}
    </ul>
    ${link != null && html`<p class="faint">Linked to ${String(link)}</p>`}
  </section>`;
}
