// Loaded with --import before anything else, so that an npm that ends while the rest still loads is noticed, too.
import { endWithNpm } from './end-with-npm.ts';

endWithNpm();
