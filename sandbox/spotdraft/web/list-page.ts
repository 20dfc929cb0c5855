import type { Core } from '../state/core.ts';
import { matchesText } from '../endpoints/list-filters.ts';
import type { Contract, Workspace } from '../state/model.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { moment, statusBadge } from './layout.ts';

const shown = 100;

/** The contracts of both workspaces, newest first, with a search over names, parties and ids. */
export function listContent(core: Core, search: string): Html {
  return html`<div data-live data-stamp="${stampOf(core)}">
    <h1>Contracts</h1>
    <form class="search" method="get" action="/" role="search">
      <label for="q">Search</label>
      <input id="q" name="q" type="search" value="${search}" placeholder="Name, party, email or id" />
      <button>Search</button>
    </form>
    ${Object.values(core.state.workspaces).map((workspace) => workspacePanel(core, workspace, search.trim()))}
  </div>`;
}

const stampOf = (core: Core): string => {
  let latest = '';
  for (const one of core.state.contracts.values()) if (one.updatedAt > latest) latest = one.updatedAt;
  return `${core.state.contracts.size}/${latest}`;
};

function workspacePanel(core: Core, workspace: Workspace, search: string): Html {
  const found = [...core.state.contracts.values()]
    .filter(
      (one) => one.workspace === workspace.name && !one.deleted && (search === '' || fits(core, one, search)),
    )
    .reverse();
  return html`<section class="panel">
    <h2>${workspace.title} <span class="faint">${found.length}</span></h2>
    ${found.length === 0 ? html`<p>${search === '' ? 'No contracts yet. They appear here when an integration creates them.' : 'Nothing matches.'}</p>` : table(found)}
    ${found.length > shown && html`<p class="faint">The newest ${shown} are shown; search to find others.</p>`}
  </section>`;
}

const fits = (core: Core, contract: Contract, search: string): boolean =>
  matchesText(core, contract, search) ||
  [`t-${contract.id}`, contract.referenceId, String(contract.externalMetadata?.['id'] ?? '')].some((one) =>
    one.toLowerCase().includes(search.toLowerCase()),
  );

const table = (contracts: Contract[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Contracts">
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Contract</th>
          <th scope="col">Counterparty</th>
          <th scope="col">Status</th>
          <th scope="col">Last change</th>
        </tr>
      </thead>
      <tbody>
        ${contracts.slice(0, shown).map(
          (one) =>
            html`<tr>
              <td>
                <a href="/contracts/v2/${one.id}">${one.name}</a><br /><span class="faint"
                  >${one.referenceId} · T-${one.id}</span
                >
              </td>
              <td>${one.parties.map((party) => party.name).join(', ')}</td>
              <td>${statusBadge(one.status)}</td>
              <td>${moment(one.updatedAt)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
