import { accountEndpoints } from './account.ts';
import { associationEndpoints } from './associations.ts';
import { batchEndpoints } from './batch.ts';
import { callbackEndpoints } from './callbacks.ts';
import type { Endpoint } from './endpoint.ts';
import { fileEndpoints } from './files.ts';
import { objectEndpoints } from './objects.ts';
import { propertyEndpoints } from './properties.ts';
import { searchEndpoints } from './search.ts';

/** Every operation, those with fixed words before those with `{id}`. */
export const allEndpoints = (searchLagMs: number): Endpoint[] => [
  ...searchEndpoints(searchLagMs),
  ...batchEndpoints,
  ...objectEndpoints,
  ...associationEndpoints,
  ...propertyEndpoints,
  ...accountEndpoints,
  ...fileEndpoints,
  ...callbackEndpoints,
];
