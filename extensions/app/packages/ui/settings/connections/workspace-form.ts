import type { Environment, NewWorkspace, Region } from '@dealdraft/wire/settings.ts';

export type WorkspaceForm = {
  environment: Environment;
  name: string;
  /** A region, or `other` with an address. */
  region: Region | 'other';
  baseUrl: string;
  clientId: string;
  clientSecret: string;
  userEmail: string;
};

export const emptyForm: WorkspaceForm = {
  environment: 'uat',
  name: '',
  region: 'us',
  baseUrl: '',
  clientId: '',
  clientSecret: '',
  userEmail: '',
};

export type FormFaults = Partial<Record<keyof WorkspaceForm, string>>;

const email = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/;

const isAddress = (text: string): boolean => {
  try {
    return ['http:', 'https:'].includes(new URL(text.trim()).protocol);
  } catch {
    return false;
  }
};

/** Whether the form leads to another place than the workspace has: the secret that is kept is not sent there. */
export const leadsElsewhere = (
  form: WorkspaceForm,
  { region, baseUrl }: { region: Region | null; baseUrl: string },
): boolean => (form.region === 'other' ? form.baseUrl.trim() !== baseUrl : form.region !== region);

/** What is missing or cannot be right, by field; the service has the last word. `id` and `secret` are false for what is kept. */
export const formFaults = (
  form: WorkspaceForm,
  { id, secret }: { id: boolean; secret: boolean } = { id: true, secret: true },
): FormFaults => ({
  ...(form.name.trim() === '' ? { name: 'Give it a name, such as your company’s.' } : {}),
  ...(form.region === 'other' && !isAddress(form.baseUrl)
    ? { baseUrl: 'Write the whole address, with https://.' }
    : {}),
  ...(id && form.clientId.trim() === '' ? { clientId: 'Copy it from SpotDraft’s Developer settings.' } : {}),
  ...(secret && form.clientSecret.trim() === ''
    ? { clientSecret: 'Copy it from SpotDraft’s Developer settings.' }
    : {}),
  ...(form.userEmail.trim() !== '' && !email.test(form.userEmail.trim())
    ? { userEmail: 'Enter one email address, or leave this blank.' }
    : {}),
});

const place = ({ region, baseUrl }: WorkspaceForm): NewWorkspace['place'] =>
  region === 'other' ? { baseUrl: baseUrl.trim() } : { region };

const person = ({ userEmail }: WorkspaceForm): string | null =>
  userEmail.trim() === '' ? null : userEmail.trim();

export const newWorkspaceOf = (form: WorkspaceForm): NewWorkspace => ({
  environment: form.environment,
  name: form.name.trim(),
  place: place(form),
  clientId: form.clientId.trim(),
  clientSecret: form.clientSecret.trim(),
  userEmail: person(form),
});

export const changesOf = (form: WorkspaceForm) => ({
  name: form.name.trim(),
  place: place(form),
  userEmail: person(form),
  ...(form.clientSecret.trim() === '' ? {} : { clientSecret: form.clientSecret.trim() }),
});
