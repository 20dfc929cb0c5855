import type { ContractId } from '../../../src/spotdraft/answers/ids.ts';
import type { Secret } from '../../../src/platform/secrets/secret.ts';
import type { HubSpotOAuth } from '../../../src/hubspot/oauth.ts';
import type { HubSpotSide } from './hubspot-side.ts';
import type { Listener } from '../base/listener.ts';
import type { Outcome } from '../base/outcome.ts';
import type { Patience } from '../base/patience.ts';
import type { RawCall } from '../base/raw-call.ts';
import type { SpotDraftSide } from './spotdraft-side.ts';

/** The app that was made in the HubSpot developer account, for what needs its client id and secret. */
export type AppSide = {
  clientSecret: Secret;
  oauth: HubSpotOAuth;
  token: RawCall;
  form: () => URLSearchParams;
  /** The account whose installation gave the rehearsal its token, which must not end before everything is removed. */
  leansOn: number | null;
};

/** What an operator may give. A step names what it needs of this, and is skipped when that wasn't given. */
export type Parts = {
  hubspot: HubSpotSide;
  app: AppSide;
  refreshToken: Secret;
  refreshTokenToRevoke: Secret;
  requiredStage: string;
  spotdraft: SpotDraftSide;
  executed: ContractId;
  listener: Listener;
  email: string;
};

export type Need = keyof Parts;
export type Common = { patience: Patience };
export type Context = { parts: Partial<Parts> } & Common;

type Description = {
  /** Never changes: documentation and reports of earlier runs name it. */
  id: `${'hubspot' | 'spotdraft'}.${string}`;
  title: string;
  /** What the product takes for true, as one sentence that reality can contradict. */
  assumption: string;
  /** What depends on it, for the person who reads that it doesn't hold. */
  matters: string;
  /** The files that lean on it. */
  where: readonly string[];
  writes: boolean;
  /** What the step does at the vendor; the question before a write says this. */
  does: string;
};

export type Step = Description & { needs: readonly Need[]; run: (context: Context) => Promise<Outcome> };

export function defineStep<Needed extends Need>(
  step: Description & {
    needs: readonly Needed[];
    run: (parts: Pick<Parts, Needed> & Common) => Promise<Outcome>;
  },
): Step {
  return {
    ...step,
    // Nothing is run before the runner has seen that every need is there, which is what the type says of it.
    run: ({ parts, ...common }) => step.run({ ...(parts as Pick<Parts, Needed>), ...common }),
  };
}
