import { crm } from '../api/crm.ts';
import type { Owner } from '../api/types.ts';
import { useSession } from './session.tsx';
import { useData } from './use-data.ts';

/** The account's owners; empty until they are read. */
export const useOwners = (): Owner[] => {
  const { portalId } = useSession().portal;
  return useData(`owners-${String(portalId)}`, () => crm.owners(portalId)).value ?? [];
};
