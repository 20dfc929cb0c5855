/** Before the key of a line that goes into our metadata on the contract. */
export const recordPath = 'contract.recordData.';
