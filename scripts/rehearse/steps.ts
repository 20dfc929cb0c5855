import { hubspotSteps } from './hubspot/steps.ts';
import { spotdraftSteps } from './spotdraft/steps.ts';
import type { Step } from './parts/step.ts';

/** Every assumption that a real account can prove or refute. docs/real-account.md has the same list, held to it by a test. */
export const allSteps: readonly Step[] = [...hubspotSteps, ...spotdraftSteps];
