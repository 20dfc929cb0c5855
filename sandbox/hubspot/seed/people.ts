import type { Owner, User } from '../state/model.ts';
import { userIds } from '../state/accounts.ts';

const user = (id: number, name: string, more: Partial<User> = {}): User => {
  const [firstName = '', lastName = ''] = name.split(' ');
  const domain = id < 77100 ? 'northwind-robotics.example' : 'fjordlight.example';
  return {
    id,
    email: `${firstName}.${lastName}@${domain}`.toLowerCase(),
    firstName,
    lastName,
    superAdmin: false,
    permissions: [],
    roles: ['Sales'],
    teams: [{ id: 31, name: 'Sales EMEA' }],
    locale: 'en-gb',
    language: 'en',
    ...more,
  };
};

const admin = { superAdmin: true, permissions: ['integrations-management-write'], roles: ['Super Admin'] };

export const northwindUsers = (): User[] => [
  user(userIds.ada, 'Ada Lindqvist', { ...admin, teams: [] }),
  user(userIds.ben, 'Ben Okafor'),
  user(userIds.chiara, 'Chiara Moretti', {
    roles: ['Revenue operations'],
    teams: [{ id: 32, name: 'Operations' }],
    locale: 'it-it',
    language: 'it',
  }),
];

export const secondUsers = (): User[] => [
  user(userIds.daniel, 'Daniel Sørensen', { ...admin, teams: [], locale: 'da-dk', language: 'da' }),
];

/** Owners have ids of their own; one has left the company and is no user any more. */
export function owners(users: User[], firstId: number, left?: string): Owner[] {
  const times = { createdAt: '2024-01-15T09:00:00.000Z', updatedAt: '2024-01-15T09:00:00.000Z' };
  const active = users.map(({ id, email, firstName, lastName }, index): Owner => ({
    id: String(firstId + index),
    email,
    firstName,
    lastName,
    userId: id,
    archived: false,
    ...times,
  }));
  if (left === undefined) return active;
  const [firstName = '', lastName = ''] = left.split(' ');
  const gone: Owner = {
    id: String(firstId + users.length),
    email: `${firstName}@northwind-robotics.example`.toLowerCase(),
    firstName,
    lastName,
    userId: null,
    archived: true,
    ...times,
  };
  return [...active, gone];
}
