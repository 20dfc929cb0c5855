import { useEffect } from 'react';
import { crm } from '../../api/crm.ts';
import { useSession } from '../../shell/session.tsx';
import { useData } from '../../shell/use-data.ts';

const LOOK_MS = 2_500;

/** All enrolments of the account. While one is under way they are read again every few seconds. */
export const useWorkflows = () => {
  const { portalId } = useSession().portal;
  const data = useData(`workflows-${String(portalId)}`, () => crm.workflows(portalId));
  const moving = (data.value?.results ?? []).some(({ state }) => state === 'RUNNING' || state === 'WAITING');
  const { reload } = data;
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(reload, LOOK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [moving, reload]);
  return data;
};
