/**
 * How long a test waits for what must come before it calls it missing. No test that passes waits for so long, and none
 * that fails on a machine that others fill says anything about the product.
 */
export const patienceMs = 60_000;
