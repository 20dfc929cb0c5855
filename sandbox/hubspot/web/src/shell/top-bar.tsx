import type { ReactNode } from 'react';
import { Dropdown, DropdownButtonItem } from '../stand-ins/actions/dropdown.tsx';
import { Glyph } from '../stand-ins/base/icons.tsx';
import { PlainLink } from './plain-link.tsx';
import type { Route } from './routes.ts';
import { addressOf } from './routes.ts';
import { useSession } from './session.tsx';

/** The dark bar: where to go, in which account, as whom. */
export const TopBar = ({ route }: { route: Route }) => {
  const { portal, portals, user, chooseUser, choosePortal } = useSession();
  const id = portal.portalId;
  const entry = (page: Route['page'][], to: string, label: ReactNode) => (
    <PlainLink to={to} current={page.includes(route.page)} className="crm-bar__link">
      {label}
    </PlainLink>
  );
  return (
    <header className="crm-bar">
      <span className="crm-bar__logo" aria-hidden="true">
        <Glyph name="nodes" />
      </span>
      <nav className="crm-bar__nav" aria-label="Main">
        {entry(['deals', 'record'], addressOf.deals(id), 'Deals')}
        {entry(['workflows'], addressOf.workflows(id), 'Workflows')}
        {entry(['properties'], addressOf.properties(id), 'Required properties')}
        {entry(['settings'], addressOf.settings(id), 'Settings')}
      </nav>
      <span className="crm-bar__note">Sandbox</span>
      <div className="crm-bar__who" data-testid="user-switcher">
        <Dropdown variant="transparent" buttonSize="sm" buttonText={`${user.firstName} ${user.lastName}`}>
          {portal.users.map((one) => (
            <DropdownButtonItem
              key={one.id}
              onClick={() => {
                chooseUser(one.id);
              }}
            >
              {`${one.firstName} ${one.lastName} · ${roleOf(one)}`}
            </DropdownButtonItem>
          ))}
        </Dropdown>
      </div>
      <div className="crm-bar__who" data-testid="portal-switcher">
        <Dropdown variant="transparent" buttonSize="sm" buttonText={portal.name}>
          {portals.map((one) => (
            <DropdownButtonItem
              key={one.portalId}
              onClick={() => {
                choosePortal(one.portalId);
              }}
            >
              {`${one.name} · ${String(one.portalId)}`}
            </DropdownButtonItem>
          ))}
        </Dropdown>
      </div>
    </header>
  );
};

const roleOf = (user: { superAdmin: boolean; permissions: string[] }): string => {
  if (user.superAdmin) return 'super admin';
  return user.permissions.includes('integrations-management-write') ? 'app admin' : 'user';
};
