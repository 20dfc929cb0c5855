import type { Core } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import type { Contract, ContractParty, Signatory, User, Workspace } from '../state/model.ts';
import type { JsonObject } from '../state/json.ts';
import { registerCounterParty } from './counter-parties.ts';
import { blankContract } from './create.ts';
import { record } from './record.ts';
import { markForExecution } from './signing.ts';

export interface Upload {
  workspace: Workspace;
  user: User;
  name: string;
  contractTypeId: number;
  entityId: number;
  /** The PDF, base64. */
  document: string;
  parties: Omit<ContractParty, 'counterPartyId'>[];
  externalMetadata: JsonObject | null;
  receivedBody: string;
}

/** Files a contract that was signed elsewhere. */
export function fileExecuted(core: Core, upload: Upload): Contract {
  const contract = uploaded(core, upload, 'UPLOAD_EXECUTED');
  contract.status = 'EXECUTED';
  contract.executedAt = contract.createdAt;
  announce(core, contract, upload.user);
  record(core, contract, { activity: 'CONTRACT_EXECUTED' });
  return contract;
}

/** Puts an uploaded paper out for signature at once: such contracts have no draft. */
export function uploadForSignature(
  core: Core,
  upload: Upload,
  creators: { email: string; title: string; note: string | null }[],
): Contract {
  const contract = uploaded(core, upload, 'UPLOAD_SIGN');
  const { workspace, user } = upload;
  const signatory = (
    fields: Pick<Signatory, 'name' | 'email' | 'title' | 'isCounterparty' | 'note'>,
  ): Signatory => ({
    id: nextNumber(core.state, 'signatory'),
    order: null,
    createdAt: contract.createdAt,
    sentAt: null,
    action: null,
    ...fields,
  });
  contract.signatories = [
    ...contract.parties.map((party) =>
      signatory({ ...party.contact, title: '', note: null, isCounterparty: true }),
    ),
    ...creators.map((one) =>
      signatory({
        ...one,
        name: workspace.users.find((known) => known.email === one.email)?.name ?? one.email,
        isCounterparty: false,
      }),
    ),
  ];
  announce(core, contract, user);
  markForExecution(core, contract, { name: user.name, email: user.email });
  return contract;
}

function uploaded(core: Core, upload: Upload, kind: Contract['kind']): Contract {
  const { workspace, user } = upload;
  const at = core.clock.stamp();
  const contract: Contract = {
    ...blankContract(core, workspace, nextNumber(core.state, 'contract'), at),
    name: upload.name,
    kind,
    contractTypeId: upload.contractTypeId,
    createdById: user.id,
    entityId: upload.entityId,
    parties: upload.parties.map((party) => ({
      ...party,
      counterPartyId: registerCounterParty(core, workspace, user, party).id,
    })),
    externalMetadata: upload.externalMetadata,
    document: upload.document,
    receivedBody: upload.receivedBody,
  };
  core.state.contracts.set(contract.id, contract);
  return contract;
}

const announce = (core: Core, contract: Contract, user: User): string =>
  record(core, contract, { activity: 'CONTRACT_CREATED', by: { name: user.name, email: user.email } });
